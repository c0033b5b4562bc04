import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { ErrorCode } from "@visoli/contract/errors";
import {
  MeDeleteSchema,
  MeSchema,
  MeUpdateSchema,
  PersonExportSchema,
  SessionListSchema,
  SessionsEndedSchema,
} from "@visoli/contract/person";
import { text } from "@visoli/contract/text";
import type { Context } from "hono";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { requirePerson } from "../core/require-person.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { expiredCookies, withCookies } from "./cookies.ts";
import { deleteMe } from "./delete-me.ts";
import { exportMe } from "./export-me.ts";
import { readMe } from "./me.ts";
import { type People, visitorOf } from "./people.ts";
import { endOneSession, endOthers, readSessions } from "./sessions.ts";
import { updateMe } from "./update-me.ts";

const tags = ["Me"];
const person: ErrorCode[] = ["auth.person_required", "auth.foreign_origin", "workspace.not_found"];
const own = (kind: "read" | "write", ...codes: ErrorCode[]) => problems(kind, ...person, ...codes);
const wrong: ErrorCode[] = ["auth.wrong_password", "request.rate_limited"];

const me = createRoute({
  ...({ method: "get", path: "/api/v1/me", tags, summary: "Who asks, and what they may do" } as const),
  responses: {
    200: { description: "The person with their workspaces, or the key", ...json(MeSchema) },
    ...problems("read", "workspace.not_found"),
  },
});
const update = createRoute({
  ...({ method: "patch", path: "/api/v1/me", tags, summary: "Change name, address or workspace" } as const),
  request: { body: { required: true, ...json(MeUpdateSchema) } },
  responses: {
    200: { description: "As it is now; a new address once it is confirmed", ...json(MeSchema) },
    ...own("write", ...wrong, "mail.off"),
  },
});
const remove = createRoute({
  ...({ method: "delete", path: "/api/v1/me", tags, summary: "Delete the account" } as const),
  description: "Workspaces where nobody else is go with it.",
  request: { body: { required: true, ...json(MeDeleteSchema) } },
  responses: { 204: { description: "Deleted" }, ...own("write", ...wrong, "person.sole_owner") },
});
const sessions = createRoute({
  ...({
    method: "get",
    path: "/api/v1/me/sessions",
    tags,
    summary: "Where the person is signed in",
  } as const),
  responses: {
    200: { description: "The sessions, newest first", ...json(SessionListSchema) },
    ...own("read"),
  },
});
const endAll = createRoute({
  ...({ method: "delete", path: "/api/v1/me/sessions", tags, summary: "End all other sessions" } as const),
  responses: {
    200: { description: "How many were ended", ...json(SessionsEndedSchema) },
    ...own("read"),
  },
});
const endOne = createRoute({
  ...({ method: "delete", path: "/api/v1/me/sessions/{id}", tags, summary: "End a session" } as const),
  request: { params: z.object({ id: text(1, 100) }) },
  responses: { 204: { description: "Ended" }, ...own("read", "session.not_found") },
});
const takeAway = createRoute({
  ...({
    method: "get",
    path: "/api/v1/me/export",
    tags,
    summary: "All that is kept about the person",
  } as const),
  responses: { 200: { description: "The export", ...json(PersonExportSchema) }, ...own("read") },
});

/** What concerns whoever asks. */
export function meRoutes(people: People, readAddress: ReadAddress): OpenAPIHono<Env> {
  const { ctx } = people;
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const current = (c: Context<Env>) => c.var.sessionId ?? "";
  const goodbye = () => expiredCookies(people.auth.cookie, ctx.config);
  app.openapi(me, async (c) => c.json(await readMe(ctx, c.var.actor), 200));
  app.openapi(update, async (c) => {
    const visitor = visitorOf(people, c, readAddress);
    const of = { sessionId: current(c), visitor, input: c.req.valid("json") };
    return c.json(await updateMe(people, c.var.actor, of), 200);
  });
  app.openapi(remove, async (c) => {
    await deleteMe(people, c.var.actor, c.req.valid("json").password);
    return withCookies(c.body(null, 204), goodbye()) as never;
  });
  app.openapi(sessions, async (c) => c.json({ data: await readSessions(ctx, c.var.actor, current(c)) }, 200));
  app.openapi(endAll, async (c) => c.json({ ended: await endOthers(ctx, c.var.actor, current(c)) }, 200));
  app.openapi(endOne, async (c) => {
    const { id } = c.req.valid("param");
    await endOneSession(ctx, c.var.actor, id);
    return withCookies(c.body(null, 204), id === current(c) ? goodbye() : []) as never;
  });
  app.openapi(takeAway, async (c) => {
    requirePerson(c.var.actor);
    return c.json(await exportMe(ctx, c.var.actor, current(c)), 200);
  });
  return app;
}

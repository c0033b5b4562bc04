import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { PasswordOnlySchema } from "@visoli/contract/auth";
import type { ErrorCode } from "@visoli/contract/errors";
import {
  ConfirmedSchema,
  MeDeleteSchema,
  MeSchema,
  MeUpdateSchema,
  PersonExportSchema,
  SecurityLogPageSchema,
  SecurityLogQuerySchema,
  SessionListSchema,
  SessionsEndedSchema,
} from "@visoli/contract/person";
import { text } from "@visoli/contract/text";
import type { Context } from "hono";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { requirePerson } from "../core/require-person.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { confirm } from "./confirm.ts";
import { expiredCookies, withCookies } from "./cookies.ts";
import { deleteMe } from "./delete-me.ts";
import { exportMe } from "./export-me.ts";
import type { Asking } from "./fresh.ts";
import { readMe } from "./me.ts";
import { type People, visitorOf } from "./people.ts";
import { readSecurityLog } from "./security-log.ts";
import { endOneSession, endOthers, readSessions } from "./sessions.ts";
import { updateMe } from "./update-me.ts";

const tags = ["Me"];
const person: ErrorCode[] = ["auth.person_required", "auth.foreign_origin", "workspace.not_found"];
const own = (kind: "read" | "write", ...codes: ErrorCode[]) => problems(kind, ...person, ...codes);
const wrong: ErrorCode[] = ["auth.wrong_password", "auth.confirmation_needed", "request.rate_limited"];

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
    ...own("read", "auth.confirmation_needed"),
  },
});
const endOne = createRoute({
  ...({ method: "delete", path: "/api/v1/me/sessions/{id}", tags, summary: "End a session" } as const),
  request: { params: z.object({ id: text(1, 100) }) },
  responses: {
    204: { description: "Ended" },
    ...own("read", "auth.confirmation_needed", "session.not_found"),
  },
});
const confirmRoute = createRoute({
  ...({
    method: "post",
    path: "/api/v1/me/confirm",
    tags,
    summary: "Show by the password that it is you",
  } as const),
  description:
    "For what answers auth.confirmation_needed: for 10 minutes the session counts as one that has just begun.",
  request: { body: { required: true, ...json(PasswordOnlySchema) } },
  responses: {
    200: { description: "Confirmed", ...json(ConfirmedSchema) },
    ...own("write", ...wrong),
  },
});
const securityLog = createRoute({
  ...({
    method: "get",
    path: "/api/v1/me/security-log",
    tags,
    summary: "What happened at the doors of the account",
  } as const),
  description: "Of the last 90 days: who signed in or failed to, and what was changed of how one signs in.",
  request: { query: SecurityLogQuerySchema },
  responses: {
    200: { description: "A page of events, newest first", ...json(SecurityLogPageSchema) },
    ...own("read"),
  },
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
  const asking = (c: Context<Env>): Asking => ({
    actor: c.var.actor,
    sessionId: c.var.sessionId ?? "",
    visitor: visitorOf(people, c, readAddress),
  });
  const goodbye = () => expiredCookies(people.auth.cookie, ctx.config);
  app.openapi(me, async (c) => c.json(await readMe(ctx, c.var.actor), 200));
  app.openapi(update, async (c) => c.json(await updateMe(people, asking(c), c.req.valid("json")), 200));
  app.openapi(remove, async (c) => {
    await deleteMe(people, asking(c), c.req.valid("json").password);
    return withCookies(c.body(null, 204), goodbye()) as never;
  });
  app.openapi(sessions, async (c) =>
    c.json({ data: await readSessions(ctx, c.var.actor, asking(c).sessionId) }, 200),
  );
  app.openapi(endAll, async (c) => c.json({ ended: await endOthers(people, asking(c)) }, 200));
  app.openapi(endOne, async (c) => {
    const { id } = c.req.valid("param");
    await endOneSession(people, asking(c), id);
    return withCookies(c.body(null, 204), id === c.var.sessionId ? goodbye() : []) as never;
  });
  app.openapi(confirmRoute, async (c) => {
    return c.json(await confirm(people, asking(c), c.req.valid("json").password), 200);
  });
  app.openapi(securityLog, async (c) =>
    c.json(await readSecurityLog(ctx, c.var.actor, c.req.valid("query")), 200),
  );
  app.openapi(takeAway, async (c) => {
    requirePerson(c.var.actor);
    return c.json(await exportMe(ctx, c.var.actor, c.var.sessionId ?? ""), 200);
  });
  return app;
}

import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { SignedInSchema } from "@visoli/contract/auth";
import type { ErrorCode } from "@visoli/contract/errors";
import {
  PasskeyCreateSchema,
  PasskeyListSchema,
  PasskeyOptionsSchema,
  PasskeySchema,
  PasskeySignInSchema,
} from "@visoli/contract/passkey";
import { MeDeleteSchema as PasswordSchema } from "@visoli/contract/person";
import { text } from "@visoli/contract/text";
import type { Context } from "hono";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { withCookies } from "./cookies.ts";
import type { Asking } from "./fresh.ts";
import { passkeySignInOptions, signInByPasskey } from "./passkey-sign-in.ts";
import { addPasskey, passkeyOptions, readPasskeys, removePasskey } from "./passkeys.ts";
import { type People, visitorOf } from "./people.ts";
import { openProblems } from "./sign-in-routes.ts";

const tags = ["Me"];
const own = (kind: "read" | "write", ...codes: ErrorCode[]) =>
  problems(kind, "auth.person_required", "auth.foreign_origin", "workspace.not_found", ...codes);
const theOptions = { description: "For the browser", ...json(PasskeyOptionsSchema) };

const options = createRoute({
  ...({
    method: "post",
    path: "/api/v1/me/passkeys/options",
    tags,
    summary: "Begin to add a passkey",
  } as const),
  request: { body: { required: true, ...json(PasswordSchema) } },
  responses: {
    200: theOptions,
    ...own(
      "write",
      "auth.wrong_password",
      "auth.confirmation_needed",
      "request.rate_limited",
      "passkey.limit_reached",
    ),
  },
});
const add = createRoute({
  ...({ method: "post", path: "/api/v1/me/passkeys", tags, summary: "Add a passkey" } as const),
  request: { body: { required: true, ...json(PasskeyCreateSchema) } },
  responses: {
    201: { description: "Added", ...json(PasskeySchema) },
    ...own("write", "passkey.limit_reached"),
  },
});
const list = createRoute({
  ...({ method: "get", path: "/api/v1/me/passkeys", tags, summary: "List the person's passkeys" } as const),
  responses: { 200: { description: "Oldest first", ...json(PasskeyListSchema) }, ...own("read") },
});
const remove = createRoute({
  ...({ method: "delete", path: "/api/v1/me/passkeys/{id}", tags, summary: "Remove a passkey" } as const),
  request: { params: z.object({ id: text(1, 100) }) },
  responses: {
    204: { description: "Removed" },
    ...own("read", "auth.confirmation_needed", "passkey.not_found"),
  },
});
const signInOptions = createRoute({
  ...({ method: "post", path: "/api/auth/passkey/options", tags: ["Signing in"] } as const),
  ...{ summary: "Begin to sign in by a passkey", security: [] },
  responses: { 200: theOptions, ...openProblems() },
});
const signIn = createRoute({
  ...({
    method: "post",
    path: "/api/auth/passkey",
    tags: ["Signing in"],
    summary: "Sign in by a passkey",
  } as const),
  security: [],
  request: { body: { required: true, ...json(PasskeySignInSchema) } },
  responses: {
    200: { description: "Signed in, by a cookie", ...json(SignedInSchema) },
    ...openProblems("passkey.not_found"),
  },
});

/** Signing in by a passkey. */
export function passkeySignInRoutes(people: People, readAddress: ReadAddress): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(signInOptions, async (c) => {
    const found = await passkeySignInOptions(people, visitorOf(people, c, readAddress));
    return c.json({ options: found as Record<string, unknown> }, 200) as never;
  });
  app.openapi(signIn, async (c) => {
    const cookie = await signInByPasskey(people, visitorOf(people, c, readAddress), c.req.valid("json"));
    return withCookies(c.json({ status: "signed_in" as const }, 200), [cookie]) as never;
  });
  return app;
}

/** The passkeys of who is signed in. */
export function passkeyRoutes(people: People, readAddress: ReadAddress): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const asking = (c: Context<Env>): Asking => ({
    actor: c.var.actor,
    sessionId: c.var.sessionId ?? "",
    visitor: visitorOf(people, c, readAddress),
  });
  app.openapi(options, async (c) => {
    const found = await passkeyOptions(people, asking(c), c.req.valid("json").password);
    return c.json({ options: found as Record<string, unknown> }, 200);
  });
  app.openapi(add, async (c) => c.json(await addPasskey(people, asking(c), c.req.valid("json")), 201));
  app.openapi(list, async (c) => c.json({ data: await readPasskeys(people, c.var.actor) }, 200));
  app.openapi(remove, async (c) => {
    await removePasskey(people, asking(c), c.req.valid("param").id);
    return c.body(null, 204) as never;
  });
  return app;
}

import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import {
  AcceptedSchema,
  CodeSchema,
  PasswordChangeSchema,
  PasswordOnlySchema,
  RecoveryCodesSchema,
  TwoFactorSetupSchema,
} from "@visoli/contract/auth";
import type { ErrorCode } from "@visoli/contract/errors";
import type { Context } from "hono";
import type { z } from "zod";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { changePassword } from "./change-password.ts";
import { withCookies } from "./cookies.ts";
import type { Asking } from "./fresh.ts";
import { type People, visitorOf } from "./people.ts";
import { confirmTwoFactor, endTwoFactor, newRecoveryCodes, startTwoFactor } from "./two-factor.ts";

const tags = ["Me"];

function post<Body extends z.ZodType, Answer extends z.ZodType>(
  path: string,
  summary: string,
  [body, answer, description]: [Body, Answer, string],
  ...codes: ErrorCode[]
) {
  return createRoute({
    ...({ method: "post", path: `/api/v1/me/${path}`, tags, summary } as const),
    request: { body: { required: true, ...json(body) } },
    responses: {
      200: { description, ...json(answer) },
      ...problems("write", "auth.person_required", "auth.foreign_origin", "workspace.not_found", ...codes),
    },
  });
}

const WRONG: ErrorCode[] = ["auth.wrong_password", "auth.confirmation_needed", "request.rate_limited"];
const password = post(
  ...(["password", "Change the password; every other session ends"] as const),
  [PasswordChangeSchema, AcceptedSchema, "Changed; the session has a new cookie"],
  ...WRONG,
);
const start = post(
  ...(["two-factor", "Begin to switch a second factor on"] as const),
  [PasswordOnlySchema, TwoFactorSetupSchema, "To be confirmed by a code of the app"],
  ...WRONG,
  "two_factor.on",
);
const confirm = post(
  ...(["two-factor/confirm", "Switch it on, by a code of the app; every other session ends"] as const),
  [CodeSchema, AcceptedSchema, "It is on; the session has a new cookie"],
  ...(["auth.invalid_code", "request.rate_limited", "two_factor.off", "two_factor.on"] as const),
);
const end = post(
  ...(["two-factor/off", "Switch it off; every other session ends"] as const),
  [PasswordOnlySchema, AcceptedSchema, "It is off; the session has a new cookie"],
  ...WRONG,
  "two_factor.off",
);
const codes = post(
  ...(["two-factor/recovery-codes", "Make new recovery codes; those of before work no more"] as const),
  [PasswordOnlySchema, RecoveryCodesSchema, "Each works once; shown this once"],
  ...WRONG,
  "two_factor.off",
);

/** How a person who is signed in changes what they prove by who they are. */
export function passwordRoutes(people: People, readAddress: ReadAddress): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const asking = (c: Context<Env>): Asking => ({
    actor: c.var.actor,
    sessionId: c.var.sessionId ?? "",
    visitor: visitorOf(people, c, readAddress),
  });
  const done = { status: "done" as const };
  app.openapi(password, async (c) => {
    const cookies = await changePassword(people, asking(c), c.req.valid("json"));
    return withCookies(c.json(done, 200), cookies) as never;
  });
  app.openapi(start, async (c) => {
    return c.json(await startTwoFactor(people, asking(c), c.req.valid("json").password), 200);
  });
  app.openapi(confirm, async (c) => {
    const cookies = await confirmTwoFactor(people, asking(c), c.req.valid("json").code);
    return withCookies(c.json(done, 200), cookies) as never;
  });
  app.openapi(end, async (c) => {
    const cookies = await endTwoFactor(people, asking(c), c.req.valid("json").password);
    return withCookies(c.json(done, 200), cookies) as never;
  });
  app.openapi(codes, async (c) => {
    return c.json(await newRecoveryCodes(people, asking(c), c.req.valid("json").password), 200);
  });
  return app;
}

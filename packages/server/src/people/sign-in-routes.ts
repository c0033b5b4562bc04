import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import {
  AcceptedSchema,
  EmailOnlySchema,
  PasswordResetSchema,
  SecondFactorSchema,
  SignedInSchema,
  SignInOptionsSchema,
  SignInSchema,
  SignUpSchema,
  TokenSchema,
} from "@visoli/contract/auth";
import type { ErrorCode } from "@visoli/contract/errors";
import type { Context } from "hono";
import type { z } from "zod";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { confirmAddress, mailConfirmation, mailReset, resetPassword } from "./by-mail.ts";
import { expiredCookies, withCookies } from "./cookies.ts";
import { type People, visitorOf } from "./people.ts";
import { endSessionOf, sendSecondFactor, signIn } from "./sign-in.ts";
import { optionsOf } from "./sign-in-options.ts";
import { signUp } from "./sign-up.ts";

const tags = ["Signing in"];
const security: [] = [];
// Nobody needs to be known here, so nobody lacks a scope.
export function openProblems(...codes: ErrorCode[]) {
  const { 401: _, 403: __, ...rest } = problems("write");
  const own = problems("write", "auth.foreign_origin", "request.rate_limited", ...codes);
  const listed = (status: 401 | 403) => {
    const kept = own[status]?.description
      .split(", ")
      .filter((code) => code !== "auth.missing_scope" && code !== "auth.unauthenticated");
    return kept && kept.length > 0 ? { [status]: { ...own[status], description: kept.join(", ") } } : {};
  };
  const others = Object.fromEntries(
    Object.entries(own).filter(([status]) => !["401", "403"].includes(status)),
  );
  return { ...rest, ...others, ...listed(401), ...listed(403) } as ReturnType<typeof problems>;
}

function post<Body extends z.ZodType, Answer extends z.ZodType>(
  path: string,
  summary: string,
  [body, status, answer, description]: [Body, 200 | 202, Answer, string],
  ...codes: ErrorCode[]
) {
  return createRoute({
    ...({ method: "post", path: `/api/auth/${path}`, tags, summary, security } as const),
    request: { body: { required: true, ...json(body) } },
    responses: { [status]: { description, ...json(answer) }, ...openProblems(...codes) },
  });
}

const accepted = "Accepted: the same whether there is such an account or not";
const options = createRoute({
  ...({
    method: "get",
    path: "/api/auth/options",
    tags,
    summary: "How one signs in here",
    security,
  } as const),
  responses: {
    200: { description: "What is switched on", ...json(SignInOptionsSchema) },
    ...openProblems(),
  },
});
const signUpRoute = post(
  ...(["sign-up", "Make an account"] as const),
  [SignUpSchema, 202, AcceptedSchema, accepted],
  "auth.registration_closed",
);
const signInRoute = post(
  ...(["sign-in", "Sign in"] as const),
  [SignInSchema, 200, SignedInSchema, "Signed in, by a cookie; or a second factor is asked for"],
  ...(["auth.invalid_credentials", "auth.email_not_verified"] as const),
);
const secondFactorRoute = post(
  ...(["second-factor", "Send the second factor"] as const),
  [SecondFactorSchema, 200, SignedInSchema, "Signed in, by a cookie"],
  ...(["auth.invalid_code", "two_factor.off"] as const),
);
const verifyRoute = post(
  ...(["verify-email", "Confirm an address by the token of the mail"] as const),
  [TokenSchema, 200, AcceptedSchema, "Confirmed"],
  "auth.token_not_found",
);
const againRoute = post(
  ...(["verification-mail", "Have the mail to confirm an address sent again"] as const),
  [EmailOnlySchema, 202, AcceptedSchema, accepted],
  "mail.off",
);
const resetRoute = post(
  ...(["password-reset", "Have a mail sent to choose a new password by"] as const),
  [EmailOnlySchema, 202, AcceptedSchema, accepted],
  "mail.off",
);
const confirmRoute = post(
  ...(["password-reset/confirm", "Choose a new password by the token of the mail"] as const),
  [PasswordResetSchema, 200, AcceptedSchema, "Changed, and every session ended"],
  "auth.token_not_found",
);
const signOut = createRoute({
  ...({ method: "post", path: "/api/auth/sign-out", tags, summary: "Sign out", security } as const),
  responses: { 204: { description: "Signed out, if anybody was signed in" }, ...openProblems() },
});

export function signInRoutes(people: People, readAddress: ReadAddress): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const visitor = (c: Context<Env>) => visitorOf(people, c, readAddress);
  const mailSent = { status: "check_mail" as const };
  const done = { status: "done" as const };
  app.openapi(options, (c) => c.json(optionsOf(people.ctx), 200));
  app.openapi(
    signUpRoute,
    async (c) => c.json({ status: await signUp(people, visitor(c), c.req.valid("json")) }, 202) as never,
  );
  app.openapi(signInRoute, async (c) => {
    const { status, cookies } = await signIn(people, visitor(c), c.req.valid("json"));
    return withCookies(c.json({ status }, 200), cookies) as never;
  });
  app.openapi(secondFactorRoute, async (c) => {
    const { status, cookies } = await sendSecondFactor(people, visitor(c), c.req.valid("json"));
    return withCookies(c.json({ status }, 200), cookies) as never;
  });
  app.openapi(verifyRoute, async (c) => {
    await confirmAddress(people, visitor(c), c.req.valid("json").token);
    return c.json(done, 200) as never;
  });
  app.openapi(againRoute, async (c) => {
    await mailConfirmation(people, visitor(c), c.req.valid("json").email);
    return c.json(mailSent, 202) as never;
  });
  app.openapi(resetRoute, async (c) => {
    await mailReset(people, visitor(c), c.req.valid("json").email);
    return c.json(mailSent, 202) as never;
  });
  app.openapi(confirmRoute, async (c) => {
    await resetPassword(people, visitor(c), c.req.valid("json"));
    return c.json(done, 200) as never;
  });
  app.openapi(signOut, async (c) => {
    await endSessionOf(people, visitor(c));
    return withCookies(c.body(null, 204), expiredCookies(people.auth.cookie, people.ctx.config)) as never;
  });
  return app;
}

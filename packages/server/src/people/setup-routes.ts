import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { SetupSchema, SignedInSchema } from "@visoli/contract/auth";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json } from "../core/openapi.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { withCookies } from "./cookies.ts";
import { type People, visitorOf } from "./people.ts";
import { setUpAndSignIn } from "./set-up-and-sign-in.ts";
import { openProblems } from "./sign-in-routes.ts";

const setup = createRoute({
  method: "post",
  path: "/api/auth/setup",
  tags: ["Signing in"],
  summary: "Make the first person, by the one-time link",
  security: [],
  request: { body: { required: true, ...json(SetupSchema) } },
  responses: {
    201: { description: "Made, and signed in by a cookie", ...json(SignedInSchema) },
    ...openProblems("auth.token_not_found"),
  },
});

/** How a program gives the service its first person. */
export function setupRoutes(people: People, readAddress: ReadAddress): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(setup, async (c) => {
    const cookies = await setUpAndSignIn(people, visitorOf(people, c, readAddress), c.req.valid("json"));
    return withCookies(c.json({ status: "signed_in" as const }, 201), cookies) as never;
  });
  return app;
}

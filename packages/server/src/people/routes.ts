import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Env } from "../core/http.ts";
import { jsonBody } from "../core/json-body.ts";
import { readAddressBy } from "../core/visitor-address.ts";
import { accountRoutes } from "./account-routes.ts";
import { meRoutes } from "./me-routes.ts";
import { passkeyRoutes, passkeySignInRoutes } from "./passkey-routes.ts";
import { passwordRoutes } from "./password-routes.ts";
import { fromOurPages, type People } from "./people.ts";
import { providerRoutes } from "./provider-routes.ts";
import { setupPageRoutes } from "./setup-page-routes.ts";
import { setupRoutes } from "./setup-routes.ts";
import { signInRoutes } from "./sign-in-routes.ts";

const noStore: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  c.res.headers.set("Cache-Control", "private, no-store");
};

/** How people come in: nobody is known here yet. Mount it before what asks for a key. */
export function doorRoutes(people: People): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>();
  const readAddress = readAddressBy(people.ctx.config.trust);
  app.use("/api/auth/*", noStore);
  app.use("/api/auth/*", fromOurPages(people));
  app.use("/api/auth/*", jsonBody);
  app.route("/", signInRoutes(people, readAddress));
  app.route("/", setupRoutes(people, readAddress));
  app.route("/", setupPageRoutes(people, readAddress));
  app.route("/", accountRoutes(people, readAddress));
  app.route("/", providerRoutes(people, readAddress));
  app.route("/", passkeySignInRoutes(people, readAddress));
  return app;
}

/** What concerns whoever asks. */
export function ownRoutes(people: People): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>();
  const readAddress = readAddressBy(people.ctx.config.trust);
  app.route("/", meRoutes(people, readAddress));
  app.route("/", passkeyRoutes(people, readAddress));
  app.route("/", passwordRoutes(people, readAddress));
  return app;
}

import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { ProviderStartSchema, ProviderUrlSchema } from "@visoli/contract/auth";
import { ProblemError } from "../core/errors.ts";
import { formPage } from "../core/form.ts";
import { linkButton } from "../core/form-input.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json } from "../core/openapi.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { withCookies } from "./cookies.ts";
import { type People, visitorOf } from "./people.ts";
import { FAILED_PATH, finishProvider, startProvider } from "./providers.ts";
import { openProblems } from "./sign-in-routes.ts";

const start = createRoute({
  method: "post",
  path: "/api/auth/provider",
  tags: ["Signing in"],
  summary: "Sign in elsewhere: by Google, GitHub, or the service's own issuer",
  security: [],
  request: { body: { required: true, ...json(ProviderStartSchema) } },
  responses: {
    200: { description: "Where to send the browser", ...json(ProviderUrlSchema) },
    ...openProblems("auth.provider_not_found"),
  },
});

const WORDS: Record<string, string> = {
  access_denied: "You did not agree, so nothing happened.",
  account_not_linked:
    "There is an account with this address already. Sign in to it by its password; the address must be confirmed on both sides.",
  unable_to_create_user: "Nobody can make an account here without an invitation to the address.",
  registration_closed: "Nobody can make an account here without an invitation to the address.",
};

/** Signing in by an account elsewhere. */
export function providerRoutes(people: People, readAddress: ReadAddress): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(start, async (c) => {
    const { url, cookies } = await startProvider(
      people,
      visitorOf(people, c, readAddress),
      c.req.valid("json"),
    );
    return withCookies(c.json({ url }, 200), cookies) as never;
  });
  app.get("/api/auth/callback/:provider", async (c) => {
    const { search } = new URL(c.req.url);
    const of = { provider: c.req.param("provider"), query: search };
    try {
      const { location, cookies } = await finishProvider(people, visitorOf(people, c, readAddress), of);
      return withCookies(c.redirect(location, 302), cookies);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== "auth.registration_closed") throw error;
      return c.redirect(`${people.ctx.config.publicUrl}${FAILED_PATH}?error=registration_closed`, 302);
    }
  });
  app.get(FAILED_PATH, (c) => {
    const error = (c.req.query("error") ?? "").toLowerCase().replaceAll(" ", "_");
    const text = Object.hasOwn(WORDS, error) ? WORDS[error] : undefined;
    const page = {
      title: "Signing in did not work",
      paragraphs: [text ?? "Please begin once more."],
      content: linkButton("To signing in", "/account/sign-in"),
    };
    return formPage(page, 400);
  });
  return app;
}

import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { ProviderStartSchema, ProviderUrlSchema } from "@visoli/contract/auth";
import { ProblemError } from "../core/errors.ts";
import { formPage } from "../core/form.ts";
import { linkButton } from "../core/form-input.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json } from "../core/openapi.ts";
import { languageAt } from "../core/pages.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { words } from "../core/words.ts";
import { withCookies } from "./cookies.ts";
import { MESSAGES } from "./messages.ts";
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

const WHY = {
  access_denied: "accessDenied",
  account_not_linked: "notLinked",
  unable_to_create_user: "notInvited",
  registration_closed: "notInvited",
} as const;

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
    const language = languageAt(c);
    const say = words(MESSAGES, language);
    const [, why = "beginOnceMore"] = Object.entries(WHY).find(([name]) => name === error) ?? [];
    const page = {
      title: say("notSignedIn"),
      paragraphs: [say.html(why)],
      content: linkButton(say("toSignIn"), "/account/sign-in"),
      language,
    };
    return formPage(page, 400);
  });
  return app;
}

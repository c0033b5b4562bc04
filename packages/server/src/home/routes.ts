import { type Context, Hono } from "hono";
import type { Ctx } from "../core/ctx.ts";
import type { Env } from "../core/http.ts";
import { LANGUAGE_COOKIE, languageNamed } from "../core/language.ts";
import { languageAt } from "../core/pages.ts";
import { homePage, type Service } from "./page.ts";

const YEAR_S = 31_536_000;
const PAGES = /^\/(?:docs(?:\/[\w~-][\w.~-]*)*)?$/;

/** The home page of the service's own host, where its owner has not set another, and the choice of a language. */
export function homeRoutes({ config }: Ctx, isSignedIn: (c: Context<Env>) => boolean): Hono<Env> {
  const app = new Hono<Env>();
  const service: Service = {
    publicUrl: config.publicUrl,
    domain: config.domain,
    isSignUpOpen: config.signIn.registration === "open",
    isShorteningOpen: config.publicShortening !== null,
    plans: config.stripe ? config.plans : null,
  };
  app.get("/", (c) => {
    const { html, headers } = homePage(service, languageAt(c), isSignedIn(c));
    return new Response(html, { headers });
  });
  app.get("/account/language/:language", (c) => {
    const language = languageNamed(c.req.param("language"));
    const { next = "" } = c.req.query();
    const response = c.redirect(PAGES.test(next) ? next : "/", 303);
    const secure = config.publicUrl.startsWith("https:") ? "; Secure" : "";
    // Pages' own scripts read it and set it, too.
    const cookie = `${LANGUAGE_COOKIE}=${language}; Max-Age=${YEAR_S}; Path=/; SameSite=Lax${secure}`;
    if (language) response.headers.append("Set-Cookie", cookie);
    response.headers.set("Cache-Control", "no-store");
    return response;
  });
  return app;
}

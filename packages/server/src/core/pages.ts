import { type Context, Hono } from "hono";
import type { Ctx } from "./ctx.ts";
import { problem } from "./errors.ts";
import { toProblemError } from "./failure.ts";
import { isFromOurselves } from "./form.ts";
import type { Env } from "./http.ts";
import { type Language, languageOf } from "./language.ts";
import { problemPage } from "./problem-page.ts";

/** Pages for people at addresses of a pattern: forms come from ourselves alone, and whatever goes wrong is a page, too. */
export function openPages({ config, log }: Pick<Ctx, "config" | "log">, pattern: string): Hono<Env> {
  const pages = new Hono<Env>();
  pages.onError((error, c) =>
    problemPage(toProblemError(error, c.var.requestId, log), c.var.requestId, languageAt(c)),
  );
  pages.use(pattern, async (c, next) => {
    if (c.req.method === "POST" && !isFromOurselves(c, config.publicUrl))
      throw problem("auth.foreign_origin", "This must come from a page of ours");
    await next();
  });
  return pages;
}

/** What a page is answered in. */
export function languageAt(c: Context<Env>): Language {
  return languageOf(c.req.raw.headers);
}

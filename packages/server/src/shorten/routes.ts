import { Hono } from "hono";
import type { LinkCtx } from "../core/ctx.ts";
import { isFromOurselves, readForm } from "../core/form.ts";
import type { Env } from "../core/http.ts";
import type { Limit } from "../core/limits.ts";
import { languageAt } from "../core/pages.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { addressOfVisitor } from "../core/visitor-of.ts";
import { words } from "../core/words.ts";
import { MESSAGES } from "./messages.ts";
import { foreignFormPage, shortenedPage, shortenPage, tooManyLinksPage } from "./page.ts";
import { type CreateLink, type Fault, readDestination, shorten } from "./shorten.ts";

export type ShortenDependencies = { createLink: CreateLink; readAddress: ReadAddress; limit: Limit };

/** The form by which anybody makes links; no routes at all where the operator has not switched it on. */
export function shortenRoutes(
  ctx: LinkCtx,
  { createLink, readAddress, limit }: ShortenDependencies,
): Hono<Env> {
  const app = new Hono<Env>();
  const { publicShortening, publicUrl } = ctx.config;
  if (!publicShortening) return app;
  const { linkDays } = publicShortening;
  app.get("/shorten", (c) => shortenPage(linkDays, { language: languageAt(c) }));
  app.post("/shorten", async (c) => {
    const language = languageAt(c);
    if (!isFromOurselves(c, publicUrl)) return foreignFormPage(language);
    const { url = "" } = (await readForm(c.req.raw)) ?? {};
    const refused = ({ fault, said }: Fault) =>
      shortenPage(linkDays, { language, url, fault: said ?? words(MESSAGES, language)(fault) });
    const read = readDestination(ctx, url);
    if ("fault" in read) return refused(read);
    const waitS = await limit.take(addressOfVisitor(c, readAddress));
    if (waitS > 0) return tooManyLinksPage(waitS, language);
    const made = await shorten(ctx, createLink, read.url);
    if ("fault" in made) return refused(made);
    return shortenedPage(made.shortUrl, made.expiresAt, language);
  });
  return app;
}

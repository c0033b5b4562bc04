import { Hono } from "hono";
import type { LinkCtx } from "../core/ctx.ts";
import { isFromOurselves, readForm } from "../core/form.ts";
import type { Env } from "../core/http.ts";
import type { Limit } from "../core/limits.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { addressOfVisitor } from "../core/visitor-of.ts";
import { foreignFormPage, shortenedPage, shortenPage, tooManyLinksPage } from "./page.ts";
import { type CreateLink, readDestination, shorten } from "./shorten.ts";

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
  app.get("/shorten", () => shortenPage(linkDays));
  app.post("/shorten", async (c) => {
    if (!isFromOurselves(c, publicUrl)) return foreignFormPage();
    const { url = "" } = (await readForm(c.req.raw)) ?? {};
    const read = readDestination(ctx, url);
    if ("fault" in read) return shortenPage(linkDays, url, read.fault);
    const waitS = await limit.take(addressOfVisitor(c, readAddress));
    if (waitS > 0) return tooManyLinksPage(waitS);
    const made = await shorten(ctx, createLink, read.url);
    if ("fault" in made) return shortenPage(linkDays, url, made.fault);
    return shortenedPage(made.shortUrl, made.expiresAt);
  });
  return app;
}

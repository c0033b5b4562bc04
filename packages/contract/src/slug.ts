import { randomText } from "./base62.ts";
import { text } from "./text.ts";

/** No 0 O o 1 l I, and none that read as another when written by hand. */
export const SLUG_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz";
export const SLUG_LENGTH = 7;

/** First path segments that belong to the service itself, now or one day. Compared in lower case. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(
  `about abuse account admin api app apps assets auth billing blog clicks contact dashboard docs domains download favicon.ico go health healthz help home internal invite join legal link links login logout me members metrics
  mcp new oauth openapi pixel preview pricing privacy public qr readyz register report reset robots.txt security
  settings setup signin signout signup sitemap.xml static stats status support tags terms test user users v1
  webhooks workspace workspaces www`.split(/\s+/),
);

/** A random slug: 7 of 56 characters, 1.7 x 10^12 of them. */
export function randomSlug(): string {
  return randomText(SLUG_LENGTH, SLUG_ALPHABET);
}

/** One slug, one spelling: the form in which it is stored and looked up. */
export function normalizeSlug(slug: string): string {
  return slug.normalize("NFC");
}

/** Whether the slug would shadow an address of the service. */
export function isReservedSlug(slug: string): boolean {
  return RESERVED_SLUGS.has(slug.toLowerCase());
}

const SLUG = /^[\p{L}\p{M}\p{N}_-]*$/u;

/** A slug as its owner chooses it: letters and digits of any script, `-` and `_`. */
export const SlugSchema = text(1, 190)
  .refine((slug) => SLUG.test(slug), {
    error: "May hold letters, digits, '-' and '_' only",
    params: { code: "invalid_format" },
  })
  .transform(normalizeSlug)
  .refine((slug) => !isReservedSlug(slug), { error: "Is reserved", params: { code: "reserved" } })
  .meta({
    description: "The path of the short link; random when left out",
    example: "spring-sale",
    pattern: SLUG.source,
  });

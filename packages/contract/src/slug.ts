import { z } from "zod";
import { randomText } from "./base62.ts";
import { text } from "./text.ts";

/** No 0 O o 1 l I, and none that read as another when written by hand. */
export const SLUG_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz";
export const SLUG_LENGTH = 7;
export const MAX_SLUG_LENGTH = 190;

/** First path segments that belong to the service itself, now or one day. Compared in lower case. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(
  `about abuse account admin api app apple-app-site-association apps assets auth billing blog clicks contact dashboard docs domains download favicon.ico
  folders go health healthz help home internal invite join legal link links login logout me members metrics
  mcp new oauth openapi pixel preview pricing privacy public qr readyz register report reset robots.txt security
  settings setup shorten signin signout signup sitemap.xml static stats status support tags templates terms test user users v1
  webhooks workspace workspaces www`.split(/\s+/),
);

/** A random slug of `length` characters (7 of 56: 1.7 x 10^12 of them); on a domain without capitals, of small letters only. */
export function randomSlug(length = SLUG_LENGTH, isCaseSensitive = true): string {
  for (;;) {
    const drawn = randomText(length, SLUG_ALPHABET);
    // An L would become an l, which reads as 1.
    const slug = isCaseSensitive ? drawn : drawn.toLowerCase().replaceAll("l", "k");
    if (!isOffensive(slug)) return slug;
  }
}

/** One slug, one spelling: the form in which it is stored and shown. */
export function normalizeSlug(slug: string): string {
  // Most are plain ASCII, which has but one spelling.
  return BEYOND_ASCII.test(slug) ? slug.normalize("NFC") : slug;
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/** What makes two slugs the same one on a domain: the spelling, or the spelling without capitals. */
export function slugKey(slug: string, isCaseSensitive: boolean): string {
  const normal = normalizeSlug(slug);
  return isCaseSensitive ? normal : normal.toLowerCase().normalize("NFC");
}

/** Whether the slug would shadow an address of the service. */
export function isReservedSlug(slug: string): boolean {
  const end = slug.indexOf("/");
  return RESERVED_SLUGS.has((end < 0 ? slug : slug.slice(0, end)).toLowerCase());
}

// Four letters are 1 in 400,000 of the random slugs; whoever gets one shows it to a customer.
const OFFENSIVE = withDigits(
  "anal|anus|arse|bitch|boob|cock|coon|cum|cunt|dick|dildo|fag|fick|fuck|fuk|gook|hitler|homo|hure|jizz|kike|kkk|nazi|nigg|nutte|paki|penis|piss|porn|pussy|rape|shit|slut|spic|tard|tits|twat|vagin|wank|whore|xxx",
);

/** Whether the slug reads as something that nobody wants in an address; digits that stand for letters are read as such. */
export function isOffensive(slug: string): boolean {
  return OFFENSIVE.test(slug.toLowerCase());
}

function withDigits(words: string): RegExp {
  const signs: Record<string, string> = { a: "4", b: "8", e: "3", g: "69", s: "5", t: "7", u: "v", z: "2" };
  return new RegExp(words.replace(/[abegstuz]/g, (letter) => `[${letter}${signs[letter]}]`));
}

const SLUG = /^[\p{L}\p{M}\p{N}_-]+(\/[\p{L}\p{M}\p{N}_-]+)*$/u;
/** Letters of other scripts that nobody can tell from Latin ones. */
const LOOK_ALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;

/** Whether a part of the slug mixes Latin letters with letters that look like them. */
export function isMixedScript(slug: string): boolean {
  return slug.split("/").some((part) => LOOK_ALIKE.test(part) && /\p{Script=Latin}/u.test(part));
}

/** A slug as its owner chooses it: letters and digits of any script, `-`, `_`, and `/` inside. */
export const SlugSchema = text(1, MAX_SLUG_LENGTH)
  .refine((slug) => SLUG.test(slug), {
    error: "May hold letters, digits, '-' and '_', and '/' between them",
    params: { code: "invalid_format" },
  })
  .transform(normalizeSlug)
  // Some letters are taken apart by it.
  .refine((slug) => slug.length <= MAX_SLUG_LENGTH, {
    error: `May have ${MAX_SLUG_LENGTH} characters at most, in Unicode NFC`,
    params: { code: "too_big" },
  })
  .refine((slug) => !isReservedSlug(slug), { error: "Is reserved", params: { code: "reserved" } })
  .refine((slug) => !isMixedScript(slug), {
    error: "Mixes letters that look alike",
    params: { code: "look_alike" },
  })
  .meta({
    description: "The path of the short link; random when left out",
    example: "spring-sale",
    pattern: SLUG.source,
  });

/** What a random slug stands behind: `team` gives `team/x7Kp2aQ`. */
export const SlugPrefixSchema = text(1, 100)
  .transform((prefix) => normalizeSlug(prefix).replace(/\/$/, ""))
  .refine((prefix) => SLUG.test(prefix) && !isReservedSlug(prefix) && !isMixedScript(prefix), {
    error: "May hold letters, digits, '-', '_' and '/', and must not be reserved",
    params: { code: "invalid_format" },
  })
  .meta({ description: "Random slugs get it and a `/` before them", example: "team" });

export const SlugLengthSchema = z.int().min(4).max(64).meta({ description: "Length of a random slug" });

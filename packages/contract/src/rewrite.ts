import { z } from "zod";
import { LinkCreateSchema } from "./link.ts";
import { InstantSchema, text } from "./text.ts";

export const MAX_CONTENT_LENGTH = 1_000_000;
export const MAX_SKIP_PATTERNS = 100;

/** Why a URL was left as it is. */
export const SKIP_REASONS = [
  "skip_list",
  "merge_tag",
  "scheme",
  "own_domain",
  "not_absolute",
  "invalid",
  "refused",
  "quota",
] as const;

const ContentSchema = z
  .string()
  .max(MAX_CONTENT_LENGTH)
  .refine((content) => content.isWellFormed() && !content.includes("\0"), {
    error: "Must be well-formed Unicode without NUL",
    params: { code: "invalid_characters" },
  })
  .meta({ description: "What to rewrite", example: '<a href="https://example.com/sale">Sale</a>' });

const SkipPatternSchema = text(1, 2_048)
  .refine(isSkipPattern, {
    error: "Must be a host such as example.com, or the beginning of an http or https URL",
    params: { code: "invalid_format" },
  })
  .meta({
    description: "A host (with all its subdomains), or how the URLs begin",
    example: "https://example.com/unsubscribe",
  });

const parameter = () => text(1, 255).optional();
export const UtmSchema = z
  .strictObject({
    source: parameter(),
    medium: parameter(),
    campaign: parameter(),
    term: parameter(),
    content: parameter(),
  })
  .meta({ description: "Added to every destination; a parameter that is there already is kept" });

export const RewriteSchema = z
  .strictObject({
    content: ContentSchema,
    format: z.enum(["html", "markdown", "text"]),
    includeImages: z.boolean().default(false).meta({ description: "The addresses of images, too" }),
    skip: z.array(SkipPatternSchema).max(MAX_SKIP_PATTERNS).default([]),
    utm: UtmSchema.optional(),
    tags: LinkCreateSchema.shape.tags,
    domain: text(1, 253).optional().meta({ description: "Where the short links are made" }),
    folder: text(1, 255).optional().meta({ description: "The folder of new links" }),
    expiresAt: InstantSchema.optional().meta({ description: "When new links expire" }),
    reuse: z
      .boolean()
      .default(true)
      .meta({ description: "Use the workspace's link to the same URL where there is one" }),
  })
  .meta({ id: "Rewrite" });

export const RewriteResultSchema = z
  .object({
    content: z.string().meta({ description: "The same, byte for byte, but for the links" }),
    links: z.array(
      z.object({
        url: z.string().meta({ description: "Where the link leads, with the UTM parameters" }),
        shortUrl: z.string(),
        linkId: z.string(),
        count: z.int().meta({ description: "How often it stands in the content" }),
        isNew: z.boolean().meta({ description: "Whether this call made the link" }),
      }),
    ),
    skipped: z.array(
      z.object({
        url: z.string().meta({ description: "As it stands in the content; cut where it is very long" }),
        reason: z.enum(SKIP_REASONS),
        count: z.int(),
      }),
    ),
  })
  .meta({ id: "RewriteResult" });

/** Whether the pattern is the beginning of a URL; otherwise it is a host. */
export function isUrlPrefix(pattern: string): boolean {
  return /^https?:\/\//i.test(pattern);
}

/** The pattern in the spelling that `URL` gives to hosts (`host` with the port) and addresses; null where it is neither. */
export function normalizeSkipPattern(pattern: string): string | null {
  if (isUrlPrefix(pattern)) return URL.parse(pattern)?.href ?? null;
  const url = URL.parse(`http://${pattern}`);
  // What is more than a host is a mistake: `example.com/unsubscribe` would skip the whole of example.com.
  const isHost = url?.href === `http://${url?.host}/` && !/[/?#@*\\\s]/.test(pattern);
  return isHost ? url.host.replace(/\.(?=:|$)/, "") : null;
}

function isSkipPattern(pattern: string): boolean {
  return normalizeSkipPattern(pattern) !== null;
}

export type Rewrite = z.infer<typeof RewriteSchema>;
export type RewriteFormat = Rewrite["format"];
export type Utm = z.infer<typeof UtmSchema>;
export type RewriteResult = z.infer<typeof RewriteResultSchema>;
export type Skipped = RewriteResult["skipped"][number];
export type SkipReason = Skipped["reason"];
export type RewriteInput = z.input<typeof RewriteSchema>;

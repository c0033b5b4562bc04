import { z } from "zod";
import { normalizeHost } from "./host.ts";
import { LinkSettingsFields, PixelSchema, PreviewSchema, RedirectStatusSchema } from "./link-settings.ts";
import { pageOf } from "./page.ts";
import { RuleSchema } from "./rules.ts";
import { SlugLengthSchema, SlugPrefixSchema, SlugSchema } from "./slug.ts";
import { TimestampSchema, text } from "./text.ts";
import { DestinationSchema } from "./url.ts";
import { UtmSchema } from "./utm.ts";

export const ExternalIdSchema = text(1, 255).meta({
  description: "Your own id of the link, unique in the workspace",
  example: "user-42",
});
export const TagsSchema = z
  .array(text(1, 50))
  .max(50)
  .transform((tags) => [...new Set(tags)].sort())
  .meta({ description: "Names of tags, made on the fly", example: ["spring", "mail"] });
const TitleSchema = text(1, 255).meta({ description: "A name for people", example: "Spring sale" });
const NotesSchema = z
  .string()
  .min(1)
  .max(5_000)
  .refine((notes) => notes.isWellFormed() && !notes.includes("\0"), {
    error: "Must be well-formed Unicode without NUL",
    params: { code: "invalid_characters" },
  })
  .meta({ description: "For the workspace's own eyes" });
/** Up to 50 names with values of the caller's own. */
export const MetadataSchema = z
  .preprocess(refusePrototype, z.record(text(1, 50), text(1, 500)))
  .refine((metadata) => Object.keys(metadata).length <= 50, {
    error: "May have 50 keys at most",
    params: { code: "too_big" },
  })
  .meta({ description: "Values of your own, up to 50, to filter by", example: { invoice: "4711" } });

/** Records drop this one name silently. */
function refusePrototype(value: Record<string, string>, context: z.RefinementCtx): unknown {
  if (typeof value === "object" && value !== null && Object.hasOwn(value, "__proto__"))
    context.addIssue({
      code: "custom",
      message: "Is no name for metadata",
      path: ["__proto__"],
      params: { code: "reserved" },
    });
  return value;
}

const AliasesSchema = z
  .array(SlugSchema)
  .max(50)
  .transform((aliases) => [...new Set(aliases)])
  .meta({ description: "More slugs of the same link, each counted apart, too" });
/** The host of a domain as people write it; the service's own may have a port. */
export const HostSchema = text(1, 253).transform((host) => normalizeHost(host) ?? host.toLowerCase());

export const LINK_STATUSES = [
  "active",
  "scheduled",
  "expired",
  "disabled",
  "archived",
  "blocked",
  "broken",
  "trashed",
] as const;
export type LinkStatus = (typeof LINK_STATUSES)[number];

const known = z.string().nullable();
const flag = z.boolean();

export const LinkSchema = z
  .object({
    id: z.string().meta({ example: "lnk_0UhbkR3TqMbV2xPz7KfW" }),
    shortUrl: z
      .string()
      .meta({ description: "What to hand out", example: "http://localhost:3000/spring-sale" }),
    domain: z.string().meta({ example: "localhost:3000" }),
    slug: z.string(),
    aliases: z.array(z.string()),
    url: z.string().meta({ description: "Where it leads" }),
    externalId: known,
    folder: known.meta({ description: "The folder's id" }),
    title: known,
    notes: known,
    tags: z.array(z.string()),
    metadata: z.record(z.string(), z.string()),
    utm: z
      .object({ source: known, medium: known, campaign: known, term: known, content: known })
      .nullable()
      .meta({ description: "The campaign parameters of `url`" }),
    startsAt: TimestampSchema.nullable(),
    expiresAt: TimestampSchema.nullable(),
    expiredUrl: known,
    maxClicks: z.int().nullable(),
    hasPassword: flag,
    redirectStatus: RedirectStatusSchema.nullable(),
    forwardQuery: flag,
    forwardPath: flag,
    rules: z.array(RuleSchema),
    preview: PreviewSchema.nullable(),
    cloak: flag,
    noindex: flag,
    ios: known,
    android: known,
    pixels: z.array(PixelSchema),
    trackVisitors: flag,
    clickIdParameter: known.meta({ description: "Tells the destination the id of the click" }),
    status: z.enum(LINK_STATUSES).meta({ description: "What a visitor meets right now, first of all" }),
    archived: flag.meta({ description: "Left out of lists; it leads on as before" }),
    disabled: flag,
    blockedReason: known.meta({ description: "Set where the service's operator has blocked the link" }),
    flags: z.array(z.string()).meta({
      description:
        "What is unusual about the destination: `raw_ip`, `credentials`, `look_alike`, `shortener`, `private`",
    }),
    clicks: z
      .int()
      .nullable()
      .meta({ description: "Clicks by people, all time; null while the click store is away" }),
    scans: z.int().nullable().meta({ description: "Scans of its QR code by people, apart from clicks" }),
    createdBy: known.meta({ description: "The key or person who made it" }),
    createdAt: TimestampSchema,
    updatedAt: TimestampSchema,
    deletedAt: TimestampSchema.nullable(),
  })
  .meta({ id: "Link" });

/** What describes a link; null is none. */
const DescribingFields = {
  externalId: ExternalIdSchema.nullish(),
  folder: text(1, 100).nullish().meta({ description: "Id or name of a folder" }),
  title: TitleSchema.nullish(),
  fetchTitle: z
    .boolean()
    .optional()
    .meta({ description: "Read the title off the destination, a moment later" }),
  notes: NotesSchema.nullish(),
  tags: TagsSchema.optional(),
  metadata: MetadataSchema.nullish(),
  utm: UtmSchema.nullish(),
  aliases: AliasesSchema.optional(),
  archived: z.boolean().optional(),
  disabled: z.boolean().optional(),
};

const CreateFields = {
  url: DestinationSchema,
  domain: HostSchema.optional().meta({
    description: "A domain of the workspace; the service's own when left out",
  }),
  slug: SlugSchema.optional(),
  slugLength: SlugLengthSchema.optional(),
  slugPrefix: SlugPrefixSchema.optional(),
  ifExists: z.enum(["create", "return"]).optional().meta({
    description:
      "`return` answers the workspace's link to the same URL, where there is one, instead of making another",
  }),
  template: text(1, 100)
    .optional()
    .meta({ description: "Id or name of a template, for what is left out here" }),
  ...DescribingFields,
  ...LinkSettingsFields,
};

export const LinkCreateSchema = z.strictObject(CreateFields).meta({ id: "LinkCreate" });

const UpdateFields = {
  url: DestinationSchema.optional(),
  slug: SlugSchema.optional().meta({ description: "The old slug stays an alias" }),
  ...DescribingFields,
  ...LinkSettingsFields,
};

export const LinkUpdateSchema = z
  .strictObject(UpdateFields)
  .meta({ id: "LinkUpdate", description: "Only what is named changes; null clears; lists are replaced" });

/** Create or update by externalId: the id stands in the address. */
export const LinkPutSchema = z
  .strictObject(CreateFields)
  .omit({ externalId: true, ifExists: true })
  .meta({ id: "LinkPut" });

/** A link's id, `ext_` and its externalId, or `DOMAIN/SLUG` (percent-encoded as one segment). */
export const LinkReferenceSchema = text(1, 500);

export const LinkPageSchema = pageOf(LinkSchema).meta({ id: "LinkPage" });

export type Link = z.infer<typeof LinkSchema>;
export type LinkCreate = z.infer<typeof LinkCreateSchema>;
export type LinkUpdate = z.infer<typeof LinkUpdateSchema>;
export type LinkPut = z.infer<typeof LinkPutSchema>;
export type LinkPage = z.infer<typeof LinkPageSchema>;
export type LinkCreateInput = z.input<typeof LinkCreateSchema>;
export type LinkPutInput = z.input<typeof LinkPutSchema>;
export type LinkUpdateInput = z.input<typeof LinkUpdateSchema>;

import { z } from "zod";
import { HostNameSchema } from "./host.ts";
import { RedirectStatusSchema } from "./link-settings.ts";
import { PageQueryFields, pageOf } from "./page.ts";
import { TimestampSchema } from "./text.ts";
import { WebAddressSchema } from "./url.ts";

const MAX_FILE_BYTES = 65_536;
const isSmall = (content: unknown) =>
  new TextEncoder().encode(JSON.stringify(content)).length <= MAX_FILE_BYTES;
const tooBig = { error: "May be 64 KiB of JSON at most", params: { code: "too_big" } };

const known = z.string().nullable();
const JsonObjectSchema = z.record(z.string(), z.unknown());
const RobotsSchema = z.enum(["allow", "disallow"]);

/** What a domain does beside holding links; null is the default again. */
const SettingsFields = {
  rootUrl: WebAddressSchema.nullish().meta({ description: "Where the bare domain leads" }),
  notFoundUrl: WebAddressSchema.nullish().meta({ description: "Where an unknown slug leads" }),
  expiredUrl: WebAddressSchema.nullish().meta({
    description: "Where expired links lead that have no `expiredUrl` of their own",
  }),
  redirectStatus: RedirectStatusSchema.nullish(),
  noindex: z
    .boolean()
    .nullish()
    .meta({ description: "Keep search engines away, unless a link says otherwise (default true)" }),
  robots: RobotsSchema.nullish().meta({
    description: "Whether robots.txt lets crawlers in (default allow: those of social networks are some)",
  }),
  appleAppSiteAssociation: JsonObjectSchema.refine(isSmall, tooBig)
    .nullish()
    .meta({ description: "The content of /.well-known/apple-app-site-association" }),
  assetLinks: z
    .array(JsonObjectSchema)
    .refine(isSmall, tooBig)
    .nullish()
    .meta({ description: "The content of /.well-known/assetlinks.json" }),
};

export const DomainCreateSchema = z
  .strictObject({
    host: HostNameSchema,
    caseSensitive: z
      .boolean()
      .optional()
      .meta({ description: "Whether `/Sale` and `/sale` are two links (default true)" }),
    ...SettingsFields,
  })
  .meta({ id: "DomainCreate" });

export const DomainUpdateSchema = z
  .strictObject({
    caseSensitive: z.boolean().optional().meta({ description: "Can change while the domain has no links" }),
    ...SettingsFields,
  })
  .meta({ id: "DomainUpdate", description: "Only what is named changes; null clears" });

const VerificationSchema = z.object({
  dns: z
    .object({ type: z.literal("TXT"), name: z.string(), value: z.string() })
    .meta({ description: "A record that proves it; the better way, because it can stay for good" }),
  http: z
    .object({ url: z.string(), content: z.string() })
    .meta({ description: "A file that proves it as well" }),
  checkedAt: TimestampSchema.nullable(),
  missingSince: TimestampSchema.nullable().meta({
    description: "Since when a verified domain's proof is gone; after 7 days it is not verified any more",
  }),
  checked: z
    .object({ dns: known, http: known })
    .optional()
    .meta({ description: "What was seen just now, in words; only in the answer to a verification" }),
});

export const DomainSchema = z
  .object({
    id: z.string().meta({ example: "dom_0UhbkR3TqMbV2xPz7KfW" }),
    host: z.string().meta({ example: "go.example.com" }),
    verified: z.boolean().meta({ description: "Whether its links answer" }),
    verifiedAt: TimestampSchema.nullable(),
    verification: VerificationSchema,
    caseSensitive: z.boolean(),
    rootUrl: known,
    notFoundUrl: known,
    expiredUrl: known,
    redirectStatus: RedirectStatusSchema.nullable(),
    noindex: z.boolean(),
    robots: RobotsSchema,
    appleAppSiteAssociation: JsonObjectSchema.nullable(),
    assetLinks: z.array(JsonObjectSchema).nullable(),
    createdAt: TimestampSchema,
    updatedAt: TimestampSchema,
  })
  .meta({ id: "Domain" });

export const DomainListQuerySchema = z.strictObject(PageQueryFields);
export const DomainPageSchema = pageOf(DomainSchema).meta({ id: "DomainPage" });

export type Domain = z.infer<typeof DomainSchema>;
export type DomainCreate = z.infer<typeof DomainCreateSchema>;
export type DomainUpdate = z.infer<typeof DomainUpdateSchema>;
export type DomainListQuery = z.infer<typeof DomainListQuerySchema>;
export type DomainPage = z.infer<typeof DomainPageSchema>;
export type DomainListInput = z.input<typeof DomainListQuerySchema>;

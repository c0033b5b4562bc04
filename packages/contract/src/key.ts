import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { ScopeSchema } from "./scopes.ts";
import { InstantSchema, TimestampSchema, text } from "./text.ts";

export const KEY_STATES = ["active", "expired", "revoked"] as const;
export type KeyState = (typeof KEY_STATES)[number];

const ModeSchema = z.enum(["live", "test"]);
/** Which links there are for a key: the workspace's, or those alone that it made. */
const LinkAccessSchema = z.enum(["all", "own"]);
export type KeyLinkAccess = z.infer<typeof LinkAccessSchema>;

export const KeySchema = z
  .object({
    id: z.string().meta({ example: "key_0UhbkR3TqMbV2xPz7KfW" }),
    name: z.string(),
    mode: ModeSchema.meta({ description: "`test` keys act on a sandbox of the workspace" }),
    state: z.enum(KEY_STATES),
    scopes: z.array(ScopeSchema),
    linkAccess: LinkAccessSchema.meta({
      description:
        "`own`: no other links are there for it but those that it, or a key that it replaces, made",
    }),
    hint: z.string().meta({ description: "The last four characters of the key", example: "x7Qa" }),
    allowedAddresses: z
      .array(z.string())
      .nullable()
      .meta({ description: "From where it may be used; null: from everywhere", example: ["203.0.113.0/24"] }),
    expiresAt: TimestampSchema.nullable(),
    lastUsedAt: TimestampSchema.nullable().meta({ description: "To the minute" }),
    lastUsedFrom: z.string().nullable().meta({
      description: "Country and network; the address itself is kept nowhere",
      example: "DE, AS3320 Deutsche Telekom AG",
    }),
    rotatedFrom: z.string().nullable().meta({ description: "The key that this one replaces" }),
    replacedBy: z.string().nullable().meta({ description: "The key that replaces this one" }),
    revokedAt: TimestampSchema.nullable(),
    createdAt: TimestampSchema,
  })
  .meta({ id: "Key" });

export const KeyWithSecretSchema = KeySchema.extend({
  key: z.string().meta({ description: "The key itself, shown this once" }),
}).meta({ id: "KeyWithSecret" });

const NameSchema = text(1, 100).meta({ example: "ci-pipeline" });
const ScopesSchema = z
  .array(ScopeSchema)
  .min(1)
  .transform((scopes) => [...new Set(scopes)]);
/** Whether each is a range is looked at where ranges are read: `lib/address.ts`. */
const RangesSchema = z
  .array(text(1, 50))
  .min(1)
  .max(50)
  .transform((ranges) => [...new Set(ranges)])
  .nullish()
  .meta({
    description: "Networks (CIDR) or addresses that it may be used from; everywhere, when null",
    example: ["203.0.113.0/24", "2001:db8::/32"],
  });

export const KeyCreateSchema = z
  .strictObject({
    name: NameSchema,
    mode: ModeSchema.optional().meta({
      description: "`test`: it acts on a sandbox beside the workspace. `live`, when left out",
    }),
    scopes: ScopesSchema.optional().meta({
      description: "What it may do; all that the key making it may in the workspace, when left out",
    }),
    linkAccess: LinkAccessSchema.optional().meta({
      description:
        "`own`: only the links that it makes are there for it, with their statistics. It stays so. `all`, when left out",
    }),
    expiresAt: InstantSchema.nullish(),
    allowedAddresses: RangesSchema,
  })
  .meta({ id: "KeyCreate" });

export const KeyUpdateSchema = z
  .strictObject({
    name: NameSchema.optional(),
    scopes: ScopesSchema.optional(),
    expiresAt: InstantSchema.nullish(),
    allowedAddresses: RangesSchema,
  })
  .meta({ id: "KeyUpdate" });

export const KeyRotateSchema = z
  .strictObject({
    overlapSeconds: z.int().min(0).max(604_800).default(0).meta({
      description: "How long the old key goes on working beside the new one; with 0 it stops at once",
    }),
  })
  .meta({ id: "KeyRotate" });

export const KeyListQuerySchema = z.strictObject({
  state: z.enum(KEY_STATES).optional(),
  mode: ModeSchema.optional(),
  ...PageQueryFields,
});
export const KeyPageSchema = pageOf(KeySchema).meta({ id: "KeyPage" });

export const LeakedKeySchema = z
  .strictObject({ key: text(1, 200).meta({ description: "The key that was found somewhere" }) })
  .meta({ id: "LeakedKey" });
export const LeakReceivedSchema = z.object({ status: z.literal("received") }).meta({ id: "LeakReceived" });

export type Key = z.infer<typeof KeySchema>;
export type KeyWithSecret = z.infer<typeof KeyWithSecretSchema>;
export type KeyCreate = z.infer<typeof KeyCreateSchema>;
export type KeyUpdate = z.infer<typeof KeyUpdateSchema>;
export type KeyRotate = z.infer<typeof KeyRotateSchema>;
export type KeyListQuery = z.infer<typeof KeyListQuerySchema>;
export type KeyPage = z.infer<typeof KeyPageSchema>;
export type KeyRotateInput = z.input<typeof KeyRotateSchema>;
export type KeyListInput = z.input<typeof KeyListQuerySchema>;
export type LeakedKey = z.infer<typeof LeakedKeySchema>;
export type LeakReceived = z.infer<typeof LeakReceivedSchema>;

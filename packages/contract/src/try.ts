import { z } from "zod";
import { ConditionSchema, ContinentSchema, CountrySchema, DEVICES } from "./rules.ts";
import { InstantSchema, text } from "./text.ts";

/** A visitor as one makes them up; what is left out is worked out of the rest, or unknown. */
export const TrySchema = z
  .strictObject({
    at: InstantSchema.optional().meta({ description: "When they come; now, when left out" }),
    userAgent: text(1, 512).optional(),
    ip: z
      .union([z.ipv4(), z.ipv6()], { error: "Must be an IPv4 or IPv6 address" })
      .optional()
      .meta({ description: "Their address: place and network follow from it", example: "203.0.113.7" }),
    country: CountrySchema.optional().meta({ description: "The continent follows from it" }),
    region: text(1, 255).optional(),
    city: text(1, 255).optional(),
    continent: ContinentSchema.optional(),
    asn: z.int().min(1).max(4_294_967_295).optional(),
    language: text(1, 500)
      .optional()
      .meta({ description: "Their Accept-Language", example: "de-AT,de;q=0.9,en;q=0.8" }),
    referrer: text(1, 2_048).optional().meta({ description: "The address or the host that they come from" }),
    query: text(0, 8_192)
      .optional()
      .meta({ description: "Parameters of the short URL", example: "ref=mail" }),
    device: z.enum(DEVICES).optional(),
    os: text(1, 255).optional(),
    browser: text(1, 255).optional(),
    class: z
      .enum(["human", "bot", "preview"])
      .optional()
      .meta({ description: "As the `userAgent` says, `human` without one" }),
    path: text(1, 2_048).optional().meta({ description: "What they ask for behind the slug" }),
    password: z.boolean().optional().meta({ description: "Whether they know the password" }),
  })
  .meta({ id: "Try" });

const OUTCOMES = [
  ...(["redirect", "frame", "consent", "app", "card", "password"] as const),
  ...(["expired", "not_started", "disabled", "blocked", "missing"] as const),
] as const;

const AskedConditionSchema = z.object({
  condition: ConditionSchema,
  holds: z.boolean(),
  saw: z.string().nullable().meta({ description: "What was known of the visitor; null for nothing" }),
});

/** What the visitor would get, and why. */
export const TriedSchema = z
  .object({
    outcome: z.enum(OUTCOMES).meta({
      description:
        "`frame`: the destination under the short address; `consent`: a question before pixels are loaded; `app`: a page that opens the app; `card`: what social networks read",
    }),
    url: z.string().nullable().meta({ description: "Where they end up; null for nowhere" }),
    status: z.int().meta({ description: "The HTTP status of the answer", example: 302 }),
    rule: z.string().nullable().meta({
      description: "The rule that decided: its name or place, or `ios` or `android`; null for the link's own",
    }),
    variant: z.string().nullable().meta({ description: "The variant of its split" }),
    uses: z
      .object({ used: z.int(), limit: z.int() })
      .nullable()
      .meta({ description: "How much of `maxClicks` is used up; null without" }),
    why: z.array(z.object({ rule: z.string(), conditions: z.array(AskedConditionSchema) })).meta({
      description: "The rules that were asked, in order, up to the first whose conditions all hold",
    }),
  })
  .meta({ id: "Tried" });

export type TryInput = z.infer<typeof TrySchema>;
export type Tried = z.infer<typeof TriedSchema>;
export type AskedCondition = z.infer<typeof AskedConditionSchema>;

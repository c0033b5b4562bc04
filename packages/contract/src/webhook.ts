import { z } from "zod";
import { ClickHookFiltersSchema } from "./click-hook.ts";
import { CLICK_EVENT, EventSchema, WEBHOOK_EVENTS, WebhookEventSchema } from "./event.ts";
import { PageQueryFields, pageOf } from "./page.ts";
import { TimestampSchema, text } from "./text.ts";
import { WebAddressSchema } from "./url.ts";

/** As many as a workspace may have. */
export const MAX_WEBHOOKS = 50;

const UrlSchema = WebAddressSchema.refine((url) => url.length <= 2_048, {
  error: "May have 2,048 characters at most",
  params: { code: "too_big" },
})
  .refine((url) => hasNoCredentials(url), {
    error: "Must not contain a user name or a password: the signature says who sends",
    params: { code: "credentials" },
  })
  .meta({ description: "Where events are posted to", example: "https://example.com/hooks/visoli" });

function hasNoCredentials(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.username === "" && parsed.password === "";
}

const ListenedSchema = z.enum([...WEBHOOK_EVENTS, "*"] as const, {
  error: `Must be * or one of ${WEBHOOK_EVENTS.join(", ")}`,
});
const EventsSchema = z.array(ListenedSchema).meta({
  description:
    '`["*"]` is everything that there is to be told, later additions among it, but `link.clicked`: that is named beside it where it is wanted',
  example: ["link.broken", "link.recovered"],
});
const GivenEventsSchema = EventsSchema.min(1)
  .max(WEBHOOK_EVENTS.length + 1)
  .transform((events) => {
    const all = new Set(events);
    if (!all.has("*")) return [...all];
    return all.has(CLICK_EVENT) ? ["*" as const, CLICK_EVENT] : ["*" as const];
  });
const DescriptionSchema = text(1, 200);

export const WebhookSchema = z
  .object({
    id: z.string().meta({ example: "whk_0UhbkR3TqMbV2xPz7KfW" }),
    url: z.string(),
    events: EventsSchema,
    filters: ClickHookFiltersSchema.nullable(),
    description: z.string().nullable(),
    enabled: z.boolean(),
    disabledReason: z.enum(["failing", "gone", "member_left"]).nullable().meta({
      description:
        "Why it was switched off: `failing` after five days in which nothing got through, `gone` after the receiver answered 410, `member_left` when whoever it was told things for left the workspace. null where somebody did it, and where it is on",
    }),
    failingSince: TimestampSchema.nullable().meta({
      description: "The first failure since something last got through",
    }),
    previousSecretExpiresAt: TimestampSchema.nullable().meta({
      description: "Until then what is sent is signed with the secret before the last rotation, too",
    }),
    createdBy: z.string().meta({ description: "The key that made it, or `operator`" }),
    createdAt: TimestampSchema,
    updatedAt: TimestampSchema,
  })
  .meta({ id: "Webhook" });

export const WebhookWithSecretSchema = WebhookSchema.extend({
  secret: z.string().meta({
    description: "What it signs with (Standard Webhooks), shown this once",
    example: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
  }),
}).meta({ id: "WebhookWithSecret" });

export const WebhookCreateSchema = z
  .strictObject({
    url: UrlSchema,
    events: GivenEventsSchema,
    filters: ClickHookFiltersSchema.nullish(),
    description: DescriptionSchema.nullish(),
    enabled: z.boolean().optional().meta({ description: "true when left out" }),
  })
  .meta({ id: "WebhookCreate" });

export const WebhookUpdateSchema = z
  .strictObject({
    url: UrlSchema.optional(),
    events: GivenEventsSchema.optional(),
    filters: ClickHookFiltersSchema.nullish(),
    description: DescriptionSchema.nullish(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: "WebhookUpdate", description: "Only what is named changes" });

export const SecretRotationSchema = z
  .strictObject({
    overlapHours: z
      .int()
      .min(0)
      .max(168)
      .default(24)
      .meta({ description: "How long what is sent is signed with the secret of before as well" }),
  })
  .meta({ id: "SecretRotation" });

export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const;
const DeliveryStateSchema = z.enum(DELIVERY_STATES).meta({ id: "DeliveryState" });

export const DeliverySchema = z
  .object({
    id: z.string().meta({ example: "dlv_0UhbkR3TqMbV2xPz7KfW" }),
    webhook: z.string().meta({ description: "The webhook's id" }),
    event: z.string().meta({ description: "The event's id, the same in every webhook" }),
    type: WebhookEventSchema,
    state: DeliveryStateSchema,
    attemptCount: z.int(),
    lastStatus: z.int().nullable().meta({ description: "What the receiver answered last" }),
    lastError: z.string().nullable().meta({ description: "Why the last attempt failed" }),
    nextAttemptAt: TimestampSchema.nullable().meta({ description: "null where there is no other" }),
    createdAt: TimestampSchema,
    updatedAt: TimestampSchema,
  })
  .meta({ id: "Delivery" });

export const AttemptSchema = z
  .object({
    at: TimestampSchema,
    status: z.int().nullable().meta({ description: "null where there was no answer" }),
    durationMs: z.int(),
    response: z.string().nullable().meta({ description: "The first 1,024 bytes of the answer's body" }),
    error: z.string().nullable().meta({ description: "Why it failed; null where it did not" }),
  })
  .meta({ id: "Attempt" });

export const DeliveryWithAttemptsSchema = DeliverySchema.extend({
  payload: EventSchema.meta({ description: "The body, as it is sent" }),
  attempts: z.array(AttemptSchema).meta({ description: "The latest 100, oldest first" }),
}).meta({ id: "DeliveryWithAttempts" });

export const WebhookListQuerySchema = z.strictObject(PageQueryFields);
export const WebhookPageSchema = pageOf(WebhookSchema).meta({ id: "WebhookPage" });
export const DeliveryListQuerySchema = z.strictObject({
  ...PageQueryFields,
  state: DeliveryStateSchema.optional(),
  event: WebhookEventSchema.optional().meta({ description: "A type of events" }),
});
export const DeliveryPageSchema = pageOf(DeliverySchema).meta({ id: "DeliveryPage" });

export type Webhook = z.infer<typeof WebhookSchema>;
export type WebhookWithSecret = z.infer<typeof WebhookWithSecretSchema>;
export type WebhookCreate = z.infer<typeof WebhookCreateSchema>;
export type WebhookUpdate = z.infer<typeof WebhookUpdateSchema>;
export type SecretRotation = z.infer<typeof SecretRotationSchema>;
export type WebhookListQuery = z.infer<typeof WebhookListQuerySchema>;
export type WebhookPage = z.infer<typeof WebhookPageSchema>;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
export type Delivery = z.infer<typeof DeliverySchema>;
export type DeliveryWithAttempts = z.infer<typeof DeliveryWithAttemptsSchema>;
export type DeliveryListQuery = z.infer<typeof DeliveryListQuerySchema>;
export type DeliveryPage = z.infer<typeof DeliveryPageSchema>;
export type SecretRotationInput = z.input<typeof SecretRotationSchema>;
export type WebhookListInput = z.input<typeof WebhookListQuerySchema>;
export type DeliveryListInput = z.input<typeof DeliveryListQuerySchema>;

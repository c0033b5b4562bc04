import { z } from "zod";
import type { Scope } from "./scopes.ts";
import { TimestampSchema } from "./text.ts";

/** What a webhook can be told of. Whoever makes one must have the scope that reading the same by the API asks for. */
export const WEBHOOK_EVENTS = [
  "link.created",
  "link.updated",
  "link.deleted",
  "link.restored",
  "link.blocked",
  "link.unblocked",
  "link.broken",
  "link.recovered",
  "link.traffic_jumped",
  "link.reported",
  "link.statistics_published",
  "link.statistics_withdrawn",
  "link.clicked",
  "domain.created",
  "domain.updated",
  "domain.verified",
  "domain.deleted",
  "folder.created",
  "folder.updated",
  "folder.deleted",
  "template.created",
  "template.updated",
  "template.deleted",
  "tag.updated",
  "tag.deleted",
  "workspace.updated",
  "quota.reached",
  "key.created",
  "key.updated",
  "key.rotated",
  "key.revoked",
  "key.leaked",
  "conversion.created",
  "conversion.voided",
  "webhook.test",
  "webhook.disabled",
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export const WebhookEventSchema = z.enum(WEBHOOK_EVENTS).meta({ id: "WebhookEvent" });

/** Comes by the thousand: it must be asked for by name, and is not among `*`. */
export const CLICK_EVENT = "link.clicked" as const satisfies WebhookEvent;

const SCOPES: Record<string, Scope> = {
  domain: "domains:read",
  workspace: "workspace:read",
  quota: "usage:read",
  key: "keys:read",
  webhook: "webhooks:read",
  conversion: "conversions:read",
};

/** The scope that the event's data asks for. */
export function scopeOfEvent(type: WebhookEvent): Scope {
  if (type === CLICK_EVENT || type === "link.traffic_jumped") return "stats:read";
  return SCOPES[type.slice(0, type.indexOf("."))] ?? "links:read";
}

/** What is sent to a webhook. */
export const EventSchema = z
  .object({
    id: z.string().meta({
      description: "The same whenever it is sent again, as in the header `webhook-id`",
      example: "evt_0UhbkR3TqMbV2xPz7KfW",
    }),
    type: WebhookEventSchema,
    timestamp: TimestampSchema.meta({ description: "When it happened" }),
    data: z.record(z.string(), z.unknown()).meta({
      description:
        "What it happened to, as the API shows it (`link`, `domain`, ...), and what there is to say of it",
    }),
  })
  .meta({ id: "Event" });
export type Event = z.infer<typeof EventSchema>;

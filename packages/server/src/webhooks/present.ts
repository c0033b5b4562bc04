import type { Event, WebhookEvent } from "@visoli/contract/event";
import type { Delivery, DeliveryState, DeliveryWithAttempts, Webhook } from "@visoli/contract/webhook";
import { problem } from "../core/errors.ts";
import type { AttemptRow, FullDelivery } from "../db/webhook-deliveries.ts";
import type { DeliveryRow } from "../db/webhook-events.ts";
import type { WebhookRow } from "../db/webhooks.ts";
import { iso, isoOrNull } from "../lib/time.ts";

/** A webhook and the version that its entity tag names. */
export type VersionedWebhook = { webhook: Webhook; version: number };

/** A webhook as the API shows it: never what it signs with. */
export function presentWebhook(row: WebhookRow, now: number): Webhook {
  const isOverlap = row.previous_until !== null && row.previous_until > now;
  return {
    id: row.id,
    url: row.url,
    events: JSON.parse(row.events) as Webhook["events"],
    filters: row.filters === null ? null : (JSON.parse(row.filters) as Webhook["filters"]),
    description: row.description,
    enabled: row.is_enabled === 1,
    disabledReason: row.disabled_reason as Webhook["disabledReason"],
    failingSince: isoOrNull(row.failing_since),
    previousSecretExpiresAt: isOverlap ? isoOrNull(row.previous_until) : null,
    createdBy: row.created_by,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}

export function presentDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    webhook: row.webhook_id,
    event: row.event_id,
    type: row.event_type as WebhookEvent,
    state: row.state as DeliveryState,
    attemptCount: row.attempts,
    lastStatus: row.last_status,
    lastError: row.last_error,
    nextAttemptAt: row.state === "pending" ? isoOrNull(row.next_at) : null,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}

export function presentWithAttempts(row: FullDelivery, attempts: AttemptRow[]): DeliveryWithAttempts {
  return {
    ...presentDelivery(row),
    payload: JSON.parse(row.payload) as Event,
    attempts: attempts.map(({ at, status, duration_ms: durationMs, response, error }) => ({
      at: iso(at),
      ...{ status, durationMs, response, error },
    })),
  };
}

export function webhookNotFound(id: string) {
  return problem("webhook.not_found", `There is no webhook ${id}`);
}

export function deliveryNotFound(id: string) {
  return problem("webhook.delivery_not_found", `The webhook has no delivery ${id}`);
}

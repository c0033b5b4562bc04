import { oneOf, textOf } from "../../lib/search.ts";

/** `panel`: `new`, or the id of the webhook that is changed. */
export type WebhooksSearch = { panel?: string };

export function readWebhooksSearch(search: Record<string, unknown>): WebhooksSearch {
  const panel = textOf(search.panel);
  return panel ? { panel } : {};
}

export const STATES = ["pending", "delivered", "failed"] as const;

/** What the address of a webhook's deliveries says; `delivery` is the one that is open. */
export type DeliveriesSearch = { state?: (typeof STATES)[number]; event?: string; delivery?: string };

export function readDeliveriesSearch(search: Record<string, unknown>): DeliveriesSearch {
  const state = oneOf(search.state, STATES);
  const event = textOf(search.event);
  const delivery = textOf(search.delivery);
  return { ...(state && { state }), ...(event && { event }), ...(delivery && { delivery }) };
}

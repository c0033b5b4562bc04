import type { Webhook, WebhookCreate } from "@visoli/contract/webhook";
import { CLICKED } from "./events.ts";

/** What a webhook's form holds. */
export type WebhookValues = {
  url: string;
  isAll: boolean;
  withClicks: boolean;
  chosen: string[];
  tags: string;
  description: string;
  enabled: boolean;
};

export const NEW: WebhookValues = {
  ...{ url: "", isAll: true, withClicks: false, chosen: [], tags: "", description: "", enabled: true },
};

export function valuesOf({ url, events, filters, description, enabled }: Webhook): WebhookValues {
  const isAll = events.includes("*");
  return {
    ...{ url, isAll, enabled, description: description ?? "", tags: (filters?.tags ?? []).join(", ") },
    ...{ withClicks: events.includes(CLICKED), chosen: isAll ? [] : [...events] },
  };
}

/** What the values are on the wire. Filters that the form does not show stay as they are. */
export function inputOf(values: WebhookValues, filters: Webhook["filters"] = null): WebhookCreate {
  const { url, isAll, withClicks, chosen, tags, description, enabled } = values;
  const events = isAll ? ["*", ...(withClicks ? [CLICKED] : [])] : chosen;
  const named = tags
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  const { tags: _, ...others } = filters ?? {};
  const all = { ...others, ...(named.length > 0 && { tags: named }) };
  return {
    ...{ url: url.trim(), events: events as WebhookCreate["events"], enabled },
    description: description.trim() || null,
    filters: events.includes(CLICKED) && Object.keys(all).length > 0 ? all : null,
  };
}

import type { WebhookEvent } from "@visoli/contract/event";

/** The events that can be chosen, by what they are about. `webhook.test` and `webhook.disabled` come in any case. */
export const EVENT_GROUPS = {
  links: [
    "link.created",
    "link.updated",
    "link.deleted",
    "link.restored",
    "link.broken",
    "link.recovered",
    "link.blocked",
    "link.unblocked",
    "link.reported",
    "link.traffic_jumped",
    "link.statistics_published",
    "link.statistics_withdrawn",
  ],
  clicks: ["link.clicked"],
  conversions: ["conversion.created", "conversion.voided"],
  domains: ["domain.created", "domain.updated", "domain.verified", "domain.deleted"],
  keys: ["key.created", "key.updated", "key.rotated", "key.revoked", "key.leaked"],
  workspace: [
    "workspace.updated",
    "quota.reached",
    "folder.created",
    "folder.updated",
    "folder.deleted",
    "template.created",
    "template.updated",
    "template.deleted",
    "tag.updated",
    "tag.deleted",
    "webhook.disabled",
  ],
} as const satisfies Record<string, readonly WebhookEvent[]>;

export type EventGroup = keyof typeof EVENT_GROUPS;
export const CLICKED = "link.clicked" satisfies WebhookEvent;

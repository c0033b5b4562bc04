import { ALERTS, type Alert, type Notifications, type SummaryRhythm } from "@visoli/contract/notification";
import type { Role } from "@visoli/contract/role";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { requirePerson } from "../core/require-person.ts";
import { findNotifications, type NotificationRow } from "../db/notifications.ts";

/** What the person is told of by mail, in the workspace that they act in. @throws auth.person_required */
export async function getNotifications(ctx: Ctx, actor: Actor): Promise<Notifications> {
  const { userId, workspaceId, role } = requirePerson(actor);
  const row = await findNotifications(ctx.reads, workspaceId, userId);
  return row ? presentNotifications(row) : defaultNotifications(role);
}

export function presentNotifications({ summary, timezone, alerts }: NotificationRow): Notifications {
  return { summary: summary as SummaryRhythm, timezone, alerts: JSON.parse(alerts) as Alert[] };
}

export function defaultNotifications(role: Role): Notifications {
  return { summary: "off", timezone: "UTC", alerts: [...defaultAlerts(role)] };
}

/** Those who can do something about it are told, unless they say otherwise. */
export function defaultAlerts(role: Role): readonly Alert[] {
  return role === "owner" || role === "admin" ? ALERTS : [];
}

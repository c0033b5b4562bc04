import { scopeOfEvent, WEBHOOK_EVENTS, type WebhookEvent } from "@visoli/contract/event";
import { type Actor, ownerOf } from "../core/actor.ts";
import { foldersOf, hiddenFolderIds } from "../core/folders.ts";
import { holdsScope } from "../core/guard.ts";
import { roleOf } from "../db/members.ts";
import type { Db } from "../db/schema.ts";
import type { Visible } from "../db/webhook-deliveries.ts";

/** What somebody may learn of what happens: as much as the API would show them now, so whoever is no member any more learns nothing. */
export async function visibleTo(db: Db, asKept: Actor): Promise<Visible> {
  const actor = await asOfNow(db, asKept);
  // Events say nothing of who made a link: no key of its own links has a webhook, and if one had, it would be told nothing.
  if (!actor || ownerOf(actor) !== null) return { types: [], hiddenFolderIds: [] };
  const types = WEBHOOK_EVENTS.filter(
    (type) => type === "webhook.test" || holdsScope(actor, scopeOfEvent(type)),
  );
  return { types, hiddenFolderIds: hiddenFolderIds(await foldersOf(db, actor)) };
}

async function asOfNow(db: Db, actor: Actor): Promise<Actor | null> {
  if (actor.kind !== "person") return actor;
  const role = await roleOf(db, actor.userId, actor.workspaceId);
  return role && { ...actor, role };
}

/** Whether they may learn of this event. A folder that is gone hides nothing: its links are everybody's then. */
export function isVisible(
  { types, hiddenFolderIds: hidden }: Visible,
  event: { type: string; folderId: string | null },
): boolean {
  return (
    types.includes(event.type as WebhookEvent) &&
    (event.folderId === null || !hidden.includes(event.folderId))
  );
}

/** Whom a webhook is told things for. */
export function actorOf(webhook: { acts_for: string }): Actor {
  return JSON.parse(webhook.acts_for) as Actor;
}

import type { Ctx } from "../core/ctx.ts";
import type { EventType } from "../core/outbox.ts";
import { type OutboxRow, readOutbox, removeFromOutbox } from "../db/outbox.ts";

/** What happens because something happened. It may be called twice for one event, so it must not mind. */
export type Reaction = (ctx: Ctx, event: OutboxRow) => Promise<void>;

const BATCH = 100;

/** The log is the first to listen; webhooks and mail join here. */
const REACTIONS: Record<EventType, Reaction[]> = {
  "link.created": [logEvent],
  "link.updated": [logEvent],
  "link.deleted": [logEvent],
  "key.created": [logEvent],
  "key.revoked": [logEvent],
};

/** Tells those who react of every event in the outbox, oldest first, and then takes it out. */
export async function relay(ctx: Ctx): Promise<void> {
  for (;;) {
    const events = await readOutbox(ctx.db, BATCH);
    for (const event of events) {
      for (const react of REACTIONS[event.type as EventType] ?? []) await react(ctx, event);
    }
    await removeFromOutbox(
      ctx.db,
      events.map((event) => event.id),
    );
    if (events.length < BATCH) return;
  }
}

async function logEvent(ctx: Ctx, event: OutboxRow): Promise<void> {
  ctx.log.info({ event: event.type, id: event.id, workspace: event.workspace_id }, "event");
}

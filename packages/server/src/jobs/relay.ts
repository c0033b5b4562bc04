import type { LinkCtx } from "../core/ctx.ts";
import type { EventType } from "../core/outbox.ts";
import { type OutboxRow, readOutbox, removeFromOutbox } from "../db/outbox.ts";
import { noteBroken } from "./find-alerts.ts";
import { switchOffWebhooks } from "./member-removed.ts";
import { askForJudgement } from "./recheck.ts";
import { askForTitles } from "./titles.ts";
import { tellWebhooks } from "./webhook-events.ts";

/** What happens because something happened. It may be called twice for one event, so it must not mind. */
export type Reaction = (ctx: LinkCtx, event: OutboxRow) => Promise<void>;

const BATCH = 100;

/** Everybody who listens to everything: the log first, then webhooks. */
const ALWAYS: Reaction[] = [logEvent, tellWebhooks];
const REACTIONS: Partial<Record<EventType, Reaction[]>> = {
  "link.created": [askForTitles, askForJudgement],
  "links.created": [askForTitles, askForJudgement],
  "link.updated": [askForTitles, askForJudgement],
  "link.restored": [askForJudgement],
  "link.broken": [noteBroken],
  "member.removed": [switchOffWebhooks],
};

/** Tells those who react of every event in the outbox, oldest first, and then takes it out. */
export async function relay(ctx: LinkCtx): Promise<void> {
  for (;;) {
    const events = await readOutbox(ctx.db, BATCH);
    for (const event of events) {
      const reactions = [...ALWAYS, ...(REACTIONS[event.type as EventType] ?? [])];
      for (const react of reactions) await react(ctx, event);
    }
    await removeFromOutbox(
      ctx.db,
      events.map((event) => event.id),
    );
    if (events.length < BATCH) return;
  }
}

async function logEvent(ctx: LinkCtx, event: OutboxRow): Promise<void> {
  ctx.log.info({ event: event.type, id: event.id, workspace: event.workspace_id }, "event");
}

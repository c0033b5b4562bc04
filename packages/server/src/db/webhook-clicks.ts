import { CLICK_EVENT } from "@visoli/contract/event";
import type { Selectable } from "kysely";
import type { Db, Trx } from "./schema.ts";
import type { WebhookClickTable } from "./schema-events.ts";
import type { WebhookRow } from "./webhooks.ts";

/** A webhook that is told of clicks: from when on, and what it missed. */
export type ClickWebhook = WebhookRow & Selectable<WebhookClickTable>;

/** Notes whether the webhook is told of clicks: from now on, where it was not so far. */
export async function followClicks(
  trx: Trx,
  { id, is_enabled, events }: Pick<WebhookRow, "id" | "is_enabled" | "events">,
  now: number,
): Promise<void> {
  if (is_enabled === 1 && (JSON.parse(events) as string[]).includes(CLICK_EVENT)) {
    const row = { webhook_id: id, since: now, missed_start: null, missed_end: null };
    const insert = trx.insertInto("webhook_clicks").values(row);
    await insert.onConflict((conflict) => conflict.doNothing()).execute();
  } else await trx.deleteFrom("webhook_clicks").where("webhook_id", "=", id).execute();
}

/** Whether any webhook of this service is told of clicks. */
export async function areClicksAwaited(db: Db): Promise<boolean> {
  const query = db.selectFrom("webhook_clicks").select("webhook_id").limit(1);
  return (await query.executeTakeFirst()) !== undefined;
}

/** All webhooks that are told of clicks. */
export async function clickWebhooks(db: Db): Promise<ClickWebhook[]> {
  return db
    .selectFrom("webhook_clicks")
    .innerJoin("webhooks", "webhooks.id", "webhook_clicks.webhook_id")
    .selectAll()
    .where("webhooks.is_enabled", "=", 1)
    .orderBy("webhooks.id")
    .execute();
}

/** How many deliveries of clicks wait to be sent to the webhook; none is counted beyond `most`. */
export async function countWaiting(db: Db, webhookId: string, most: number): Promise<number> {
  const waiting = db
    .selectFrom("webhook_deliveries")
    .select("id")
    .where("webhook_id", "=", webhookId)
    .where("state", "=", "pending")
    .limit(most);
  const query = db.selectFrom(waiting.as("waiting")).select(({ fn }) => fn.countAll<number>().as("n"));
  return Number((await query.executeTakeFirstOrThrow()).n);
}

/** Notes of what time not all was told; null is that it is told now. */
export async function noteMissed(
  trx: Trx,
  webhookId: string,
  missed: { start: number; end: number } | null,
): Promise<void> {
  await trx
    .updateTable("webhook_clicks")
    .set({ missed_start: missed?.start ?? null, missed_end: missed?.end ?? null })
    .where("webhook_id", "=", webhookId)
    .execute();
}

/** Drops clicks from before `before` that nobody waits for any more, at most `limit` events; gives back how many. */
export async function forgetToldClicks(trx: Trx, before: number, limit: number): Promise<number> {
  const old = trx
    .selectFrom("webhook_events")
    .select("id")
    .where("type", "=", CLICK_EVENT)
    .where("created_at", "<", before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("webhook_deliveries")
            .select("webhook_deliveries.id")
            .whereRef("event_id", "=", "webhook_events.id")
            .where("state", "!=", "delivered"),
        ),
      ),
    );
  const ids = (await old.orderBy("created_at").limit(limit).execute()).map(({ id }) => id);
  if (ids.length === 0) return 0;
  const deliveries = trx.selectFrom("webhook_deliveries").select("id").where("event_id", "in", ids);
  await trx.deleteFrom("webhook_attempts").where("delivery_id", "in", deliveries).execute();
  await trx.deleteFrom("webhook_deliveries").where("event_id", "in", ids).execute();
  await trx.deleteFrom("webhook_events").where("id", "in", ids).execute();
  return ids.length;
}

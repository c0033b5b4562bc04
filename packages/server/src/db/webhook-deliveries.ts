import { type Insertable, type Selectable, sql } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";
import type { AttemptTable } from "./schema-events.ts";
import type { DeliveryRow } from "./webhook-events.ts";

export type AttemptRow = Selectable<AttemptTable>;
/** A delivery with what is sent, and the folder that it happened in. */
export type FullDelivery = DeliveryRow & { payload: string; folder_id: string | null };

/** What of a webhook's deliveries somebody may see. */
export type Visible = { types: readonly string[]; hiddenFolderIds: string[] };
export type DeliveryFilter = Visible & {
  state?: string | undefined;
  type?: string | undefined;
  beforeId?: string | undefined;
  limit: number;
};

/** A webhook's deliveries, newest first. */
export async function listDeliveries(
  db: Db,
  webhookId: string,
  { state, type, beforeId, limit, ...visible }: DeliveryFilter,
): Promise<DeliveryRow[]> {
  return visibleTo(db, visible)
    .selectAll("webhook_deliveries")
    .where("webhook_id", "=", webhookId)
    .$if(state !== undefined, (query) => query.where("state", "=", state ?? ""))
    .$if(type !== undefined, (query) => query.where("event_type", "=", type ?? ""))
    .$if(beforeId !== undefined, (query) => query.where("webhook_deliveries.id", "<", beforeId ?? ""))
    .orderBy("webhook_deliveries.id", "desc")
    .limit(limit)
    .execute();
}

/** One of the webhook's deliveries with what is sent; null where there is none that may be seen. */
export async function findDelivery(
  db: Db,
  webhookId: string,
  id: string,
  visible: Visible,
): Promise<FullDelivery | null> {
  const query = visibleTo(db, visible)
    .selectAll("webhook_deliveries")
    .select(["webhook_events.payload", "webhook_events.folder_id"])
    .where("webhook_id", "=", webhookId)
    .where("webhook_deliveries.id", "=", id);
  return (await query.executeTakeFirst()) ?? null;
}

function visibleTo(db: Db, { types, hiddenFolderIds }: Visible) {
  return db
    .selectFrom("webhook_deliveries")
    .innerJoin("webhook_events", "webhook_events.id", "webhook_deliveries.event_id")
    .where("event_type", "in", types)
    .$if(hiddenFolderIds.length > 0, (query) =>
      query.where(({ or, eb }) =>
        or([eb("folder_id", "is", null), eb("folder_id", "not in", hiddenFolderIds)]),
      ),
    );
}

/** The latest attempts, oldest first. */
export async function listAttempts(db: Db, deliveryId: string, limit: number): Promise<AttemptRow[]> {
  const query = db.selectFrom("webhook_attempts").selectAll().where("delivery_id", "=", deliveryId);
  return (await query.orderBy("number", "desc").limit(limit).execute()).reverse();
}

/** Makes it due now; gives it back as it is then. */
export async function retryDelivery(db: Db, id: string, now: number): Promise<DeliveryRow> {
  return db
    .updateTable("webhook_deliveries")
    .set({ state: "pending", next_at: now, updated_at: now })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export type DueWebhook = { id: string; workspace_id: string; failing_since: number | null };

/** Webhooks that are switched on and have something due, the one that has waited longest first. */
export async function dueWebhooks(db: Db, now: number, limit: number): Promise<DueWebhook[]> {
  // From one webhook's first delivery to the next one's: however many wait, it costs one step for each webhook.
  const { rows } = await sql<DueWebhook>`with recursive waiting (id) as (
      select min(webhook_id) from webhook_deliveries where state = 'pending'
      union all
      select (select min(webhook_id) from webhook_deliveries where state = 'pending' and webhook_id > waiting.id)
      from waiting where waiting.id is not null
    ), due as (
      select webhooks.id, webhooks.workspace_id, webhooks.failing_since,
        (select min(next_at) from webhook_deliveries where state = 'pending' and webhook_id = webhooks.id) as first_at
      from waiting join webhooks on webhooks.id = waiting.id where webhooks.is_enabled = 1
    ) select id, workspace_id, failing_since from due where first_at <= ${now} order by first_at limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** Takes the webhook's delivery that has waited longest, for this process alone until `until`: then it is due again, unless it was settled. */
export async function claimDelivery(
  db: Db,
  kind: DatabaseKind,
  { webhookId, now, until }: { webhookId: string; now: number; until: number },
): Promise<FullDelivery | null> {
  // Two nodes must not wait for each other, nor take the same.
  const lock = kind === "postgres" ? sql`for update skip locked` : sql``;
  const claimed = await sql<DeliveryRow>`with due as materialized
      (select id from webhook_deliveries where webhook_id = ${webhookId} and state = 'pending' and next_at <= ${now}
      order by next_at, id limit 1 ${lock})
    update webhook_deliveries set next_at = ${until}, attempts = attempts + 1
    where id in (select id from due) returning *`.execute(db);
  const [delivery] = claimed.rows;
  if (!delivery) return null;
  const event = db.selectFrom("webhook_events").select(["payload", "folder_id"]);
  return { ...delivery, ...(await event.where("id", "=", delivery.event_id).executeTakeFirstOrThrow()) };
}

/** Writes an attempt down, with what becomes of the delivery; not the latter where it was claimed anew meanwhile, or given up. */
export async function settleDelivery(
  trx: Trx,
  { id, attempts }: DeliveryRow,
  attempt: Insertable<AttemptTable>,
  result: { state: string; nextAt: number | null },
): Promise<void> {
  await trx
    .insertInto("webhook_attempts")
    .values(attempt)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .updateTable("webhook_deliveries")
    .set({
      state: result.state,
      next_at: result.nextAt,
      last_status: attempt.status,
      last_error: attempt.error,
      updated_at: attempt.at,
    })
    .where("id", "=", id)
    .where("state", "=", "pending")
    .where("attempts", "=", attempts)
    .execute();
}

/** Gives up on whatever waits for the webhook. */
export async function giveUpDeliveries(db: Db, webhookId: string, error: string, now: number): Promise<void> {
  await db
    .updateTable("webhook_deliveries")
    .set({ state: "failed", next_at: null, last_error: error, updated_at: now })
    .where("webhook_id", "=", webhookId)
    .where("state", "=", "pending")
    .execute();
}

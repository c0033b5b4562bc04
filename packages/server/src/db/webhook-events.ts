import { newId } from "@visoli/contract/ids";
import type { Selectable } from "kysely";
import { type Columns, type DatabaseKind, insertRows } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";
import type { DeliveryTable, WebhookEventTable } from "./schema-events.ts";

export type WebhookEventRow = Selectable<WebhookEventTable>;
export type DeliveryRow = Selectable<DeliveryTable>;

const EVENT: Columns = {
  id: "text",
  workspace_id: "text",
  type: "text",
  folder_id: "text",
  payload: "text",
  created_at: "bigint",
};
const DELIVERY: Columns = {
  id: "text",
  webhook_id: "text",
  event_id: "text",
  event_type: "text",
  state: "text",
  attempts: "integer",
  next_at: "bigint",
  created_at: "bigint",
  updated_at: "bigint",
};

/** An event, and who is to be told. */
export type Told = { event: WebhookEventRow; webhookIds: string[] };

/** Writes down who is to be told of what, as soon as may be. What is there already stays as it is. */
export async function insertDeliveries(
  trx: Trx,
  kind: DatabaseKind,
  told: Told[],
  now: number,
): Promise<void> {
  const events = told.map(({ event }) => event);
  await insertRows(trx, kind, "webhook_events", EVENT, events, "on conflict (id) do nothing");
  const deliveries = told.flatMap(({ event, webhookIds }) =>
    webhookIds.map((webhookId) => deliveryOf(event, webhookId, now)),
  );
  const once = "on conflict (event_id, webhook_id) do nothing";
  await insertRows(trx, kind, "webhook_deliveries", DELIVERY, deliveries, once);
}

/** A delivery that is due at once. */
export function deliveryOf(event: WebhookEventRow, webhookId: string, now: number): DeliveryRow {
  return {
    id: newId("dlv", now),
    webhook_id: webhookId,
    event_id: event.id,
    event_type: event.type,
    state: "pending",
    attempts: 0,
    next_at: now,
    last_status: null,
    last_error: null,
    created_at: now,
    updated_at: now,
  };
}

/** Writes one event with its one delivery. */
export async function insertDelivery(trx: Trx, event: WebhookEventRow, delivery: DeliveryRow): Promise<void> {
  await trx.insertInto("webhook_events").values(event).execute();
  await trx.insertInto("webhook_deliveries").values(delivery).execute();
}

/** Drops events from before `before` with all that became of them, at most `limit`; gives back how many. */
export async function forgetWebhookEvents(db: Db, before: number, limit: number): Promise<number> {
  const old = db.selectFrom("webhook_events").select("id").where("created_at", "<", before);
  return forgetThese(db, await old.orderBy("created_at").limit(limit).execute());
}

/** The same of all that a workspace has, at most `limit`; gives back how many. */
export async function forgetEventsOf(db: Db, workspaceId: string, limit: number): Promise<number> {
  const own = db.selectFrom("webhook_events").select("id").where("workspace_id", "=", workspaceId);
  return forgetThese(db, await own.limit(limit).execute());
}

async function forgetThese(db: Db, rows: { id: string }[]): Promise<number> {
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  const deliveries = db.selectFrom("webhook_deliveries").select("id").where("event_id", "in", ids);
  await db.deleteFrom("webhook_attempts").where("delivery_id", "in", deliveries).execute();
  await db.deleteFrom("webhook_deliveries").where("event_id", "in", ids).execute();
  await db.deleteFrom("webhook_events").where("id", "in", ids).execute();
  return ids.length;
}

import type { Selectable, Updateable } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";
import type { WebhookTable } from "./schema-events.ts";

export type WebhookRow = Selectable<WebhookTable>;

export async function insertWebhook(db: Db, row: WebhookRow): Promise<void> {
  await db.insertInto("webhooks").values(row).execute();
}

/** The workspace's webhook of that id, or null. */
export async function findWebhook(db: Db, workspaceId: string, id: string): Promise<WebhookRow | null> {
  return (await webhookBy(db, workspaceId, id).executeTakeFirst()) ?? null;
}

/** The same, held against other writers until the transaction ends. SQLite has one writer at a time anyway. */
export async function lockWebhook(
  trx: Trx,
  kind: DatabaseKind,
  workspaceId: string,
  id: string,
): Promise<WebhookRow | null> {
  const query = webhookBy(trx, workspaceId, id);
  return (await (kind === "postgres" ? query.forUpdate() : query).executeTakeFirst()) ?? null;
}

function webhookBy(db: Db, workspaceId: string, id: string) {
  return db.selectFrom("webhooks").selectAll().where("workspace_id", "=", workspaceId).where("id", "=", id);
}

/** The workspace's webhooks, newest first. */
export async function listWebhooks(
  db: Db,
  workspaceId: string,
  page: { beforeId?: string | undefined; limit: number },
): Promise<WebhookRow[]> {
  return db
    .selectFrom("webhooks")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .$if(page.beforeId !== undefined, (query) => query.where("id", "<", page.beforeId ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

/** The workspace's webhooks that are switched on. */
export async function enabledWebhooks(db: Db, workspaceId: string): Promise<WebhookRow[]> {
  const query = db.selectFrom("webhooks").selectAll().where("workspace_id", "=", workspaceId);
  return query.where("is_enabled", "=", 1).orderBy("id").execute();
}

/** Writes the changes and counts the version up; gives back the row as it is then. */
export async function updateWebhook(
  trx: Trx,
  id: string,
  changes: Updateable<WebhookTable>,
): Promise<WebhookRow> {
  return trx
    .updateTable("webhooks")
    .set((webhook) => ({ ...changes, version: webhook("version", "+", 1) }))
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Notes since when nothing gets through; null is that something did. That is no new version. */
export async function noteFailing(db: Db, id: string, since: number | null): Promise<void> {
  await db
    .updateTable("webhooks")
    .set({ failing_since: since })
    .where("id", "=", id)
    .where("failing_since", since === null ? "is not" : "is", null)
    .execute();
}

/** What it was told goes with its age, and is nobody's until then. */
export async function deleteWebhook(db: Db, id: string): Promise<void> {
  await db.deleteFrom("webhooks").where("id", "=", id).execute();
}

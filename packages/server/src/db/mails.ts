import { type Selectable, sql } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";
import type { Db } from "./schema.ts";
import type { MailTable } from "./schema-workspaces.ts";

export type MailRow = Selectable<MailTable>;

export async function insertMail(db: Db, row: MailRow): Promise<void> {
  await db.insertInto("mails").values(row).execute();
}

/** Takes mails that are due, for this process alone until `until`: then they are due again, unless they were ended. */
export async function claimMails(
  db: Db,
  kind: DatabaseKind,
  { now, until, limit }: { now: number; until: number; limit: number },
): Promise<MailRow[]> {
  // Two nodes must not wait for each other, nor take the same.
  const lock = kind === "postgres" ? sql`for update skip locked` : sql``;
  const claimed = await sql<MailRow>`with due as materialized
      (select id from mails where state = 'waiting' and next_at <= ${now} order by next_at, id limit ${limit} ${lock})
    update mails set next_at = ${until}, attempts = attempts + 1
    where id in (select id from due) returning *`.execute(db);
  return claimed.rows;
}

/** It was sent. */
export async function deleteMail(db: Db, id: string): Promise<void> {
  await db.deleteFrom("mails").where("id", "=", id).execute();
}

/** Makes a claimed mail due at another time; not where another process has claimed it meanwhile. */
export async function putOffMail(db: Db, { id, attempts }: MailRow, nextAt: number): Promise<void> {
  const update = db.updateTable("mails").set({ next_at: nextAt });
  await update.where("id", "=", id).where("attempts", "=", attempts).execute();
}

/** Gives it up: that there was one is kept for a while, what it said is not. */
export async function giveUpMail(db: Db, { id, attempts }: MailRow): Promise<void> {
  const update = db.updateTable("mails").set({ state: "failed", body: "" });
  await update.where("id", "=", id).where("attempts", "=", attempts).execute();
}

/** Takes back what was not sent yet. */
export async function takeMailsBack(db: Db, about: string): Promise<void> {
  await db.deleteFrom("mails").where("about", "=", about).execute();
}

/** Those that were given up, from before the time. */
export async function forgetMails(db: Db, before: number): Promise<void> {
  await db.deleteFrom("mails").where("state", "=", "failed").where("created_at", "<", before).execute();
}

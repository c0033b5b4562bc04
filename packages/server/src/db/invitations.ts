import type { Selectable } from "kysely";
import type { Db } from "./schema.ts";
import type { InvitationTable } from "./schema-workspaces.ts";

export type InvitationRow = Selectable<InvitationTable>;

export async function insertInvitation(db: Db, row: InvitationRow): Promise<void> {
  await db.insertInto("invitations").values(row).execute();
}

/** The invitation that the token opens, whatever became of it; null where there is none, or its workspace is deleted. */
export async function findInvitation(
  db: Db,
  tokenHash: string,
): Promise<(InvitationRow & { workspace_name: string }) | null> {
  const query = db
    .selectFrom("invitations")
    .innerJoin("workspaces", "workspaces.id", "invitations.workspace_id")
    .selectAll("invitations")
    .select("workspaces.name as workspace_name")
    .where("token_hash", "=", tokenHash)
    .where("workspaces.deleted_at", "is", null);
  return (await query.executeTakeFirst()) ?? null;
}

/** The workspace's invitation that can still be accepted, or null. */
export async function findOpenInvitation(
  db: Db,
  workspaceId: string,
  id: string,
  now: number,
): Promise<InvitationRow | null> {
  return (await open(db, workspaceId, now).where("id", "=", id).executeTakeFirst()) ?? null;
}

/** The open invitation of the address, or null. */
export async function findInvitationOf(
  db: Db,
  workspaceId: string,
  email: string,
  now: number,
): Promise<InvitationRow | null> {
  return (await open(db, workspaceId, now).where("email", "=", email).executeTakeFirst()) ?? null;
}

/** The workspace's open invitations, newest first. */
export async function listInvitations(
  db: Db,
  workspaceId: string,
  { now, beforeId, limit }: { now: number; beforeId?: string | undefined; limit: number },
): Promise<InvitationRow[]> {
  return open(db, workspaceId, now)
    .$if(beforeId !== undefined, (query) => query.where("id", "<", beforeId ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

export async function countInvitations(db: Db, workspaceId: string, now: number): Promise<number> {
  const counted = db
    .selectFrom(open(db, workspaceId, now).as("open"))
    .select(({ fn }) => fn.countAll<number>().as("n"));
  return Number((await counted.executeTakeFirstOrThrow()).n);
}

function open(db: Db, workspaceId: string, now: number) {
  return db
    .selectFrom("invitations")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now);
}

/** Uses it up; false where it was used up, revoked or replaced before. */
export async function acceptInvitation(
  db: Db,
  { id, token_hash }: InvitationRow,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("invitations")
    .set({ accepted_at: now })
    .where("id", "=", id)
    .where("token_hash", "=", token_hash)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function revokeInvitation(db: Db, id: string, now: number): Promise<void> {
  await db.updateTable("invitations").set({ revoked_at: now }).where("id", "=", id).execute();
}

/** Takes back all open ones that somebody made, with the mails that were not sent yet. */
export async function revokeInvitationsBy(
  db: Db,
  workspaceId: string,
  invitedBy: string,
  now: number,
): Promise<void> {
  const rows = await open(db, workspaceId, now).where("invited_by", "=", invitedBy).execute();
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await db.updateTable("invitations").set({ revoked_at: now }).where("id", "in", ids).execute();
  await db.deleteFrom("mails").where("about", "in", ids).execute();
}

/** Gives it another token and more time; the token of before opens nothing any more. */
export async function renewInvitation(
  db: Db,
  id: string,
  changes: Pick<InvitationRow, "token_hash" | "expires_at">,
): Promise<void> {
  await db.updateTable("invitations").set(changes).where("id", "=", id).execute();
}

/** Those that nobody can accept any more, since before the time. */
export async function forgetInvitations(db: Db, before: number): Promise<void> {
  await db.deleteFrom("invitations").where("expires_at", "<", before).execute();
}

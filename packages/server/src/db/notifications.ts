import type { Alert } from "@visoli/contract/notification";
import type { Role } from "@visoli/contract/role";
import type { Selectable } from "kysely";
import type { Db } from "./schema.ts";
import type { NotificationTable } from "./schema-workspaces.ts";

export type NotificationRow = Selectable<NotificationTable>;

/** What the member has chosen; null where they never have. */
export async function findNotifications(
  db: Db,
  workspaceId: string,
  userId: string,
): Promise<NotificationRow | null> {
  const query = db.selectFrom("notifications").selectAll().where("workspace_id", "=", workspaceId);
  return (await query.where("user_id", "=", userId).executeTakeFirst()) ?? null;
}

export async function putNotifications(db: Db, row: NotificationRow): Promise<void> {
  const { workspace_id: _workspace, user_id: _user, ...chosen } = row;
  await db
    .insertInto("notifications")
    .values(row)
    .onConflict((conflict) => conflict.columns(["workspace_id", "user_id"]).doUpdateSet(chosen))
    .execute();
}

/** Whose summary is due, the longest due first. */
export async function dueSummaries(db: Db, now: number, limit: number): Promise<NotificationRow[]> {
  const query = db.selectFrom("notifications").selectAll().where("summary_at", "<=", now);
  return query.orderBy("summary_at").limit(limit).execute();
}

/** Sets when the next summary is due, unless somebody has changed that meanwhile: whether it did. */
export async function moveSummary(db: Db, row: NotificationRow, nextAt: number | null): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("notifications")
    .set({ summary_at: nextAt })
    .where("workspace_id", "=", row.workspace_id)
    .where("user_id", "=", row.user_id)
    .where("summary_at", "=", row.summary_at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A member to whom mails may go: their address is proven. */
export type Addressee = { userId: string; email: string; role: Role; isInstanceAdmin: boolean };

/** The member, if mails may go to them. */
export async function findAddressee(db: Db, workspaceId: string, userId: string): Promise<Addressee | null> {
  const row = await addressees(db, workspaceId).where("members.user_id", "=", userId).executeTakeFirst();
  return row ? toAddressee(row) : null;
}

/** The members who want to be told; who never chose does where `byDefault` says so of their role. */
export async function addresseesOf(
  db: Db,
  workspaceId: string,
  byDefault: (role: Role) => readonly Alert[],
): Promise<(Addressee & { alerts: readonly Alert[] })[]> {
  const rows = await addressees(db, workspaceId)
    .leftJoin("notifications", (join) =>
      join
        .onRef("notifications.user_id", "=", "members.user_id")
        .onRef("notifications.workspace_id", "=", "members.workspace_id"),
    )
    .select("notifications.alerts")
    .orderBy("members.user_id")
    .execute();
  return rows.map((row) => {
    const member = toAddressee(row);
    const alerts = row.alerts === null ? byDefault(member.role) : (JSON.parse(row.alerts) as Alert[]);
    return { ...member, alerts };
  });
}

function addressees(db: Db, workspaceId: string) {
  return db
    .selectFrom("members")
    .innerJoin("users", "users.id", "members.user_id")
    .innerJoin("workspaces", "workspaces.id", "members.workspace_id")
    .select(["members.user_id", "members.role", "users.email", "users.is_instance_admin"])
    .where("members.workspace_id", "=", workspaceId)
    .where("workspaces.deleted_at", "is", null)
    .where("users.is_email_verified", "=", 1)
    .where("users.disabled_at", "is", null);
}

function toAddressee(row: {
  user_id: string;
  role: string;
  email: string;
  is_instance_admin: number;
}): Addressee {
  return {
    userId: row.user_id,
    email: row.email,
    role: row.role as Role,
    isInstanceAdmin: row.is_instance_admin === 1,
  };
}

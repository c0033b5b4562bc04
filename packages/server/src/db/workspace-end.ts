import { sql } from "kysely";
import { noteErasures } from "./erasures.ts";
import type { DatabaseKind } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";
import { purgeLinks } from "./trash.ts";
import { forgetEventsOf } from "./webhook-events.ts";

const LINKS_AT_ONCE = 200;
const ROWS_AT_ONCE = 1_000;
/** What of a workspace is not cleared away by the rule for all tables: links and events have more to them, slugs stay taken. */
const OTHERWISE = ["links", "webhook_events", "addresses", "erasures", "domains", "billing"];

/** Closes the workspace, and its sandbox with it, to everybody at once: keys, members, invitations, webhooks and domains end. */
export async function closeWorkspace(trx: Trx, workspaceId: string, now: number): Promise<void> {
  const ids = trx
    .selectFrom("workspaces")
    .select("id")
    .where((is) => is.or([is("id", "=", workspaceId), is("sandbox_of", "=", workspaceId)]));
  await trx
    .updateTable("api_keys")
    .set({ revoked_at: now })
    .where("workspace_id", "in", ids)
    .where("revoked_at", "is", null)
    .execute();
  const invitations = trx.selectFrom("invitations").select("id").where("workspace_id", "in", ids);
  await trx.deleteFrom("mails").where("about", "in", invitations).execute();
  for (const table of ["invitations", "members", "webhooks", "public_statistics"] as const)
    await trx.deleteFrom(table).where("workspace_id", "in", ids).execute();
  await trx.updateTable("domains").set({ verified_at: null }).where("workspace_id", "in", ids).execute();
  await trx.updateTable("workspaces").set({ deleted_at: now }).where("id", "in", ids).execute();
}

/** A workspace that was closed and of which nobody waits to hear any more, sandboxes first; null where there is none. */
export async function closedWorkspace(db: Db): Promise<string | null> {
  const waiting = db.selectFrom("outbox").select("workspace_id");
  const query = db
    .selectFrom("workspaces")
    .select("id")
    .where("deleted_at", "is not", null)
    .where("id", "not in", waiting)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("workspaces as sandbox")
            .select("id")
            .whereRef("sandbox.sandbox_of", "=", "workspaces.id"),
        ),
      ),
    );
  return (await query.limit(1).executeTakeFirst())?.id ?? null;
}

/**
 * Clears away some of what a closed workspace had; false once there is nothing left, the workspace itself neither. The slugs that it had
 * on the service's own domain stay taken, so that nobody takes over what was handed out; its clicks are erased soon after.
 */
export async function clearSome(trx: Trx, kind: DatabaseKind, workspaceId: string): Promise<boolean> {
  if (!(await isOurTurn(trx, kind, workspaceId))) return false;
  if (await clearLinks(trx, workspaceId)) return true;
  if ((await forgetEventsOf(trx, workspaceId, LINKS_AT_ONCE)) > 0) return true;
  if (await clearDomains(trx, workspaceId)) return true;
  for (const table of await tablesOfWorkspaces(trx, kind))
    if (await clearRows(trx, kind, table, workspaceId)) return true;
  await noteErasures(trx, [{ workspaceId, linkId: "" }]);
  await trx.deleteFrom("workspaces").where("id", "=", workspaceId).execute();
  return false;
}

/** Two nodes at it would wait for each other. */
async function isOurTurn(trx: Trx, kind: DatabaseKind, workspaceId: string): Promise<boolean> {
  const query = trx
    .selectFrom("workspaces")
    .select("id")
    .where("id", "=", workspaceId)
    .where("deleted_at", "is not", null);
  const mine = kind === "postgres" ? query.forUpdate().skipLocked() : query;
  return (await mine.executeTakeFirst()) !== undefined;
}

async function clearLinks(trx: Trx, workspaceId: string): Promise<boolean> {
  const query = trx.selectFrom("links").select("id").where("workspace_id", "=", workspaceId);
  const ids = (await query.limit(LINKS_AT_ONCE).execute()).map(({ id }) => id);
  await purgeLinks(trx, ids);
  // All of the workspace's clicks go at the end, by one row.
  const single = trx.deleteFrom("erasures").where("workspace_id", "=", workspaceId);
  await single.where("link_id", "!=", "").execute();
  return ids.length > 0;
}

/** Slugs on a domain of its own go with it: whoever has the domain next begins anew. */
async function clearDomains(trx: Trx, workspaceId: string): Promise<boolean> {
  const domain = await trx
    .selectFrom("domains")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  if (!domain) return false;
  const some = trx.selectFrom("addresses").select("slug_key").where("domain", "=", domain.id);
  const { numDeletedRows } = await trx
    .deleteFrom("addresses")
    .where("domain", "=", domain.id)
    .where("slug_key", "in", some.limit(ROWS_AT_ONCE))
    .executeTakeFirst();
  if (numDeletedRows === 0n) await trx.deleteFrom("domains").where("id", "=", domain.id).execute();
  return true;
}

type Table = { name: string; hasRowIds: boolean };

/** Every table whose rows are a workspace's, those of tomorrow among them. */
async function tablesOfWorkspaces(trx: Trx, kind: DatabaseKind): Promise<Table[]> {
  const query =
    kind === "postgres"
      ? sql<Table>`select c.table_name as name, true as "hasRowIds" from information_schema.columns c
          where c.table_schema = current_schema() and c.column_name = 'workspace_id' order by 1`
      : sql<Table>`select l.name, l.wr = 0 as "hasRowIds" from pragma_table_list l, pragma_table_info(l.name) c
          where l.type = 'table' and c.name = 'workspace_id' order by 1`;
  const { rows } = await query.execute(trx);
  return rows.filter(({ name }) => !OTHERWISE.includes(name));
}

async function clearRows(
  trx: Trx,
  kind: DatabaseKind,
  { name, hasRowIds }: Table,
  workspaceId: string,
): Promise<boolean> {
  const table = sql.table(name);
  const rowId = sql.raw(kind === "postgres" ? "ctid" : "rowid");
  const some = sql`select ${rowId} from ${table} where workspace_id = ${workspaceId} limit ${ROWS_AT_ONCE}`;
  const those = hasRowIds ? sql`${rowId} in (${some})` : sql`workspace_id = ${workspaceId}`;
  const { numAffectedRows } = await sql`delete from ${table} where ${those}`.execute(trx);
  return (numAffectedRows ?? 0n) > 0n;
}

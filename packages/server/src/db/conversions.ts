import type { ExpressionBuilder, Insertable, Selectable } from "kysely";
import { type Columns, type DatabaseKind, insertRows } from "./insert-rows.ts";
import type { Db, Schema } from "./schema.ts";
import type { ConversionLabelTable, ConversionTable } from "./schema-events.ts";
import type { VisibleLinks } from "./visible-links.ts";

export type ConversionRow = Selectable<ConversionTable>;
/** The tags and the metadata that its link had when it was booked. */
export type Labels = { tags: string[]; metadata: Record<string, string> };

/** What a conversion is booked with. */
export type Booking = Pick<ConversionTable, "link_id" | "folder_id" | "owner_id" | "click"> & Labels;

export type ConversionReference = { id: string } | { externalId: string };

const ALL: VisibleLinks = { hiddenFolderIds: [], ownerId: null };

const LABEL_COLUMNS: Columns = { conversion_id: "text", kind: "text", name: "text", value: "text" };

/** Writes the conversion, unless the workspace has one of its externalId; whether it did. */
export async function insertConversion(db: Db, row: Insertable<ConversionTable>): Promise<boolean> {
  const insert = db.insertInto("conversions").values(row);
  const { numInsertedOrUpdatedRows } = await insert
    .onConflict((conflict) => conflict.columns(["workspace_id", "external_id"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function insertLabels(
  db: Db,
  kind: DatabaseKind,
  conversionId: string,
  labels: Labels,
): Promise<void> {
  const label = (of: "tag" | "metadata", name: string, value: string): ConversionLabelTable => ({
    ...{ conversion_id: conversionId, kind: of, name, value },
  });
  await insertRows(db, kind, "conversion_labels", LABEL_COLUMNS, [
    ...labels.tags.map((name) => label("tag", name, "")),
    ...Object.entries(labels.metadata).map(([name, value]) => label("metadata", name, value)),
  ]);
}

/** The workspace's conversion, or null; one that is not to be seen is none. */
export async function findConversion(
  db: Db,
  workspaceId: string,
  reference: ConversionReference,
  visible: VisibleLinks = ALL,
): Promise<ConversionRow | null> {
  const row = await seen(db, workspaceId, visible)
    .$if("id" in reference, (query) => query.where("conversions.id", "=", idOf(reference)))
    .$if("externalId" in reference, (query) => query.where("conversions.external_id", "=", idOf(reference)))
    .executeTakeFirst();
  return row ?? null;
}

function idOf(reference: ConversionReference): string {
  return "id" in reference ? reference.id : reference.externalId;
}

export type ConversionFilter = {
  column: "occurred_at" | "booked_at" | "voided_at";
  start?: number | undefined;
  end?: number | undefined;
  linkId?: string | undefined;
  tag?: string | undefined;
  type?: string | undefined;
  visible: VisibleLinks;
  beforeId?: string | undefined;
  limit: number;
};

/** The workspace's conversions, the last recorded first. */
export async function listConversions(
  db: Db,
  workspaceId: string,
  { column, start, end, linkId, tag, type, visible, beforeId, limit }: ConversionFilter,
): Promise<ConversionRow[]> {
  return seen(db, workspaceId, visible)
    .$if(start !== undefined, (query) => query.where(`conversions.${column}`, ">=", start ?? 0))
    .$if(end !== undefined, (query) => query.where(`conversions.${column}`, "<", end ?? 0))
    .$if(linkId !== undefined, (query) => query.where("conversions.link_id", "=", linkId ?? ""))
    .$if(type !== undefined, (query) => query.where("conversions.type", "=", type ?? ""))
    .$if(tag !== undefined, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom("conversion_labels")
            .select("name")
            .whereRef("conversion_id", "=", "conversions.id")
            .where("kind", "=", "tag")
            .where("name", "=", tag ?? ""),
        ),
      ),
    )
    .$if(beforeId !== undefined, (query) => query.where("conversions.id", "<", beforeId ?? ""))
    .orderBy("conversions.id", "desc")
    .limit(limit)
    .execute();
}

function seen(db: Db, workspaceId: string, visible: VisibleLinks) {
  return db
    .selectFrom("conversions")
    .selectAll("conversions")
    .where("conversions.workspace_id", "=", workspaceId)
    .$if(visible.ownerId !== null, (query) => query.where("conversions.owner_id", "=", visible.ownerId))
    .$if(visible.hiddenFolderIds.length > 0, (query) => query.where(isInSight(visible.hiddenFolderIds)));
}

/** Where the link lies today; of a link that is gone, where it lay. */
function isInSight(hiddenFolderIds: string[]) {
  return ({ or, and, not, eb, exists, selectFrom }: ExpressionBuilder<Schema, "conversions">) => {
    const link = selectFrom("links").select("links.id").whereRef("links.id", "=", "conversions.link_id");
    return or([
      eb("conversions.link_id", "is", null),
      exists(
        link.where((of) => of.or([of("folder_id", "is", null), of("folder_id", "not in", hiddenFolderIds)])),
      ),
      and([
        not(exists(link)),
        or([eb("conversions.folder_id", "is", null), eb("conversions.folder_id", "not in", hiddenFolderIds)]),
      ]),
    ]);
  };
}

/** Labels of each conversion, tags in the order of the contract. */
export async function labelsOf(db: Db, ids: string[]): Promise<Map<string, Labels>> {
  const labels = new Map<string, Labels>(ids.map((id) => [id, { tags: [], metadata: {} }]));
  if (ids.length === 0) return labels;
  const query = db.selectFrom("conversion_labels").selectAll().where("conversion_id", "in", ids);
  for (const { conversion_id, kind, name, value } of await query.orderBy("name").execute()) {
    const of = labels.get(conversion_id);
    if (kind === "tag") of?.tags.push(name);
    else if (of) of.metadata[name] = value;
  }
  for (const { tags } of labels.values()) tags.sort();
  return labels;
}

/** Takes the conversion back from `now` on; null where it was taken back before. */
export async function voidConversion(db: Db, id: string, now: number): Promise<ConversionRow | null> {
  const row = await db
    .updateTable("conversions")
    .set((of) => ({ voided_at: now, look_at: null, version: of("version", "+", 1) }))
    .where("id", "=", id)
    .where("voided_at", "is", null)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Books a conversion that waited for its click; false where it was booked or voided meanwhile. */
export async function bookConversion(
  db: Db,
  kind: DatabaseKind,
  id: string,
  { tags, metadata, ...columns }: Booking,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("conversions")
    .set((of) => ({ ...columns, booked_at: now, look_at: null, version: of("version", "+", 1) }))
    .where("id", "=", id)
    .where("booked_at", "is", null)
    .where("voided_at", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await insertLabels(db, kind, id, { tags, metadata });
  return true;
}

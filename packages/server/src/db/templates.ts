import type { Selectable } from "kysely";
import type { Db } from "./schema.ts";
import type { TemplateTable } from "./schema-links.ts";
import { unlessNameTaken } from "./violation.ts";

export type TemplateRow = Selectable<TemplateTable>;

/** The workspace's template of that id or name, or null. */
export async function findTemplate(
  db: Db,
  workspaceId: string,
  reference: string,
): Promise<TemplateRow | null> {
  const row = await db
    .selectFrom("templates")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where((template) => template.or([template("id", "=", reference), template("name", "=", reference)]))
    // Nobody can take another template's place by a name that is its id.
    .orderBy((template) => template.case().when("id", "=", reference).then(0).else(1).end())
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** The workspace's templates, newest first. */
export async function listTemplates(
  db: Db,
  workspaceId: string,
  page: { beforeId?: string | undefined; limit: number },
): Promise<TemplateRow[]> {
  return db
    .selectFrom("templates")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .$if(page.beforeId !== undefined, (query) => query.where("id", "<", page.beforeId ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

/** "name_taken" where the workspace has another one of that name: the transaction must be given up. */
export async function insertTemplate(db: Db, row: TemplateRow): Promise<"written" | "name_taken"> {
  return unlessNameTaken(async () => void (await db.insertInto("templates").values(row).execute()));
}

/** Writes name and fields; results as for `insertTemplate`. */
export async function updateTemplate(
  db: Db,
  id: string,
  changes: Partial<Pick<TemplateRow, "name" | "fields">> & { updated_at: number },
): Promise<"written" | "name_taken"> {
  const update = db.updateTable("templates").set(changes).where("id", "=", id);
  return unlessNameTaken(async () => void (await update.execute()));
}

export async function deleteTemplate(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom("templates").where("id", "=", id).executeTakeFirst();
  return numDeletedRows === 1n;
}

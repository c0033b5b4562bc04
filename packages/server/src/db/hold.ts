import type { DatabaseKind } from "./insert-rows.ts";
import type { Trx } from "./schema.ts";

/** Which of the rows are there; they cannot be deleted until the transaction ends. SQLite has one writer at a time anyway. */
export async function holdRows(
  trx: Trx,
  kind: DatabaseKind,
  table: "domains" | "folders",
  ids: string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const query = trx.selectFrom(table).select("id").where("id", "in", ids);
  const rows = await (kind === "postgres" ? query.forKeyShare() : query).execute();
  return new Set(rows.map((row) => row.id));
}

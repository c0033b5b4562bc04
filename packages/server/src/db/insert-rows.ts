import { CompiledQuery } from "kysely";
import type { DatabaseConfig } from "../config.ts";
import type { Db } from "./schema.ts";

export type DatabaseKind = DatabaseConfig["kind"];
/** Name and type of each column that is written. */
export type Columns = Record<string, "text" | "bigint" | "integer">;

/** Rows of one statement in SQLite, largest first: few enough to stay far from its limit of parameters. */
const BLOCKS = [512, 64, 8, 1];

/**
 * Inserts any number of rows, at once or in few statements; gives back how many were written. @param suffix what stands behind the rows,
 * without parameters: `on conflict ...`
 */
export async function insertRows(
  db: Db,
  kind: DatabaseKind,
  table: string,
  columns: Columns,
  rows: readonly object[],
  suffix = "",
): Promise<number> {
  let written = 0;
  for (const statement of statementsFor(kind, table, columns, rows, suffix))
    written += Number((await db.executeQuery(statement)).numAffectedRows ?? 0);
  return written;
}

function* statementsFor(
  kind: DatabaseKind,
  table: string,
  columns: Columns,
  rows: readonly object[],
  suffix: string,
): Generator<CompiledQuery> {
  if (rows.length > 0 && kind === "postgres") yield fromJson(table, columns, rows, suffix);
  if (kind === "postgres") return;
  for (let at = 0; at < rows.length; ) {
    const count = BLOCKS.find((size) => rows.length - at >= size) ?? 1;
    yield fromParameters(table, columns, rows.slice(at, at + count), suffix);
    at += count;
  }
}

/** SQLite takes parameters five times as quickly as it reads JSON, and finds the statement prepared. */
function fromParameters(
  table: string,
  columns: Columns,
  rows: readonly object[],
  suffix: string,
): CompiledQuery {
  const names = Object.keys(columns);
  const row = `(${names.map(() => "?").join(",")})`;
  const text = `insert into ${table} (${names.join(",")}) values ${Array(rows.length).fill(row).join(",")} ${suffix}`;
  const parameters: unknown[] = [];
  for (const each of rows)
    for (const name of names) parameters.push((each as Record<string, unknown>)[name] ?? null);
  // Given to `CompiledQuery.raw` they would be frozen, which takes longer than to write them down.
  return { ...CompiledQuery.raw(text), parameters };
}

/** To PostgreSQL it is one parameter, whatever the number of rows. */
function fromJson(table: string, columns: Columns, rows: readonly object[], suffix: string): CompiledQuery {
  const names = Object.keys(columns).join(", ");
  const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  const text = `insert into ${table} (${names})
    select ${names} from json_to_recordset($1::json) as given(${types.join(", ")}) ${suffix}`;
  return CompiledQuery.raw(text, [JSON.stringify(rows)]);
}

import { CompiledQuery, type RawBuilder, sql } from "kysely";
import type { DatabaseConfig } from "../config.ts";
import type { Db } from "./schema.ts";

export type DatabaseKind = DatabaseConfig["kind"];
/** Name and type of each column that is written. */
export type Columns = Record<string, "text" | "bigint" | "integer">;

/** Rows of one statement in SQLite: few enough to stay far from its limit of parameters. Others go one by one. */
const BLOCK = 32;

/**
 * Inserts any number of rows, at once or in few statements. @param suffix what stands behind the rows, without parameters:
 * `on conflict ...`, `returning ...`
 */
export async function insertRows<Returned>(
  db: Db,
  kind: DatabaseKind,
  table: string,
  columns: Columns,
  rows: readonly object[],
  suffix = "",
): Promise<Returned[]> {
  if (rows.length === 0) return [];
  if (kind === "postgres") return (await fromJson<Returned>(table, columns, rows, suffix).execute(db)).rows;
  const returned: Returned[] = [];
  for (let at = 0; at < rows.length; ) {
    const count = rows.length - at >= BLOCK ? BLOCK : 1;
    const statement = fromParameters<Returned>(table, columns, rows.slice(at, at + count), suffix);
    for (const row of (await db.executeQuery(statement)).rows) returned.push(row);
    at += count;
  }
  return returned;
}

/** SQLite takes parameters five times as quickly as it reads JSON, and finds the statement prepared. */
function fromParameters<Returned>(table: string, columns: Columns, rows: readonly object[], suffix: string) {
  const names = Object.keys(columns);
  const row = `(${names.map(() => "?").join(",")})`;
  const text = `insert into ${table} (${names.join(",")}) values ${Array(rows.length).fill(row).join(",")} ${suffix}`;
  const parameters: unknown[] = [];
  for (const each of rows)
    for (const name of names) parameters.push((each as Record<string, unknown>)[name] ?? null);
  // Given to `CompiledQuery.raw` they would be frozen, which takes longer than to write them down.
  return { ...CompiledQuery.raw(text), parameters } as CompiledQuery<Returned>;
}

/** To PostgreSQL it is one parameter, whatever the number of rows. */
function fromJson<Returned>(
  table: string,
  columns: Columns,
  rows: readonly object[],
  suffix: string,
): RawBuilder<Returned> {
  const names = sql.raw(Object.keys(columns).join(", "));
  const types = sql.raw(
    Object.entries(columns)
      .map(([name, type]) => `${name} ${type}`)
      .join(", "),
  );
  return sql<Returned>`insert into ${sql.table(table)} (${names})
    select ${names} from json_to_recordset(${JSON.stringify(rows)}::json) as given(${types}) ${sql.raw(suffix)}`;
}

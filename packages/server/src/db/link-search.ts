import { type SqlBool, sql } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";

const COLUMNS = ["slug", "url", "title", "notes"];

/**
 * Part of slug, URL, title or notes, whatever the case of ASCII letters; others are looked for as they are written, and in small
 * letters. (`lower` of SQLite, and of PostgreSQL for slugs, knows no others.)
 */
export function contains(kind: DatabaseKind, search: string) {
  const texts = new Set([search.toLowerCase(), search.replace(/[A-Z]/g, (letter) => letter.toLowerCase())]);
  const likes = [...texts].flatMap((text) => {
    const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
    return COLUMNS.map((column) => sql`${folded(kind, column)} like ${pattern} escape '\\'`);
  });
  return sql<SqlBool>`(${sql.join(likes, sql` or `)})`;
}

/** SQLite's `like` passes over case by itself, and is quicker without a copy in small letters. */
function folded(kind: DatabaseKind, column: string) {
  return kind === "sqlite" ? sql.ref(column) : sql`lower(${sql.ref(column)})`;
}

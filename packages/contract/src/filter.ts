import { text } from "./text.ts";

/** Values to keep (any of them) and values to leave out. */
export type Filter = { include: string[]; exclude: string[] };

const MAX_VALUES = 100;

/**
 * A filter as the query string gives it: `a,b` keeps either, `!a` leaves out, `!a,!b` leaves out both. A comma that
 * belongs to a value is written `\,`; an empty value stands for "unknown".
 */
export const FilterSchema = text(0, 4_000)
  .transform(readFilter)
  .refine((filter) => filter.include.length + filter.exclude.length <= MAX_VALUES, {
    error: `May name at most ${MAX_VALUES} values`,
    params: { code: "too_big" },
  });

function readFilter(value: string): Filter {
  const filter: Filter = { include: [], exclude: [] };
  for (const part of value.split(/(?<!\\),/)) {
    const plain = part.replaceAll("\\,", ",");
    if (plain.startsWith("!")) filter.exclude.push(plain.slice(1));
    else filter.include.push(plain);
  }
  return filter;
}

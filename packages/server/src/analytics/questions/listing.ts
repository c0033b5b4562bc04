import type { Grouping } from "./groups.ts";

/** What lists of groups are asked for, each of a dimension by itself. */
export type Listing = Required<Omit<Grouping, "keys">>;

/** The number of the row of everything together, where it is asked for. */
export const WHOLE = 255;

/** Grouping by each of the keys k0, k1 and so on alone, and the number of the only key that a row is grouped by. */
export function setsOf(count: number, hasWhole = false): { list: string; sets: string } {
  if (count === 1 && !hasWhole) return { list: "0", sets: "k0" };
  const keys = Array.from({ length: count }, (_, index) => `k${index}`);
  return {
    list: `multiIf(${keys.map((key, index) => `grouping(${key}) = 0, ${index}`).join(", ")}, ${hasWhole ? WHOLE : 0})`,
    sets: `grouping sets (${keys.map((key) => `(${key})`).join(", ")}${hasWhole ? ", ()" : ""})`,
  };
}

import type { ClickRow } from "../analytics/schema.ts";

/** A part of a click's row. */
export type Part = Partial<ClickRow>;

/** The part as members of a JSON object, without the braces; "" for an empty one. */
export function members(part: Part): string {
  return JSON.stringify(part).slice(1, -1);
}

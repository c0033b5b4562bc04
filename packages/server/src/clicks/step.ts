import type { ClickRow } from "../analytics/schema.ts";

/** A part of a click's row. */
export type Part = Partial<ClickRow>;

/** The part as members of a JSON object, without the braces; "" for an empty one. Half a letter would make the store refuse it. */
export function members(part: Part): string {
  const whole = (_: string, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value);
  return JSON.stringify(part, whole).slice(1, -1);
}

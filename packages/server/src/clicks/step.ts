import type { ClickRow } from "../analytics/row.ts";

const encoder = new TextEncoder();
export const bytesOf = (text: string) => encoder.encode(text);

/** A part of a click's row. */
export type Part = Partial<ClickRow>;

/**
 * The part, in bytes, as members of a JSON object that has others before it: `,"browser":"Firefox"`. What is unknown (empty text, 0) is left
 * out: the click store's defaults say the same. Half a letter would make the store refuse the row, so there is none.
 */
export function members(part: Part): Uint8Array {
  let text = "";
  for (const name in part) {
    const value = part[name as keyof Part];
    const whole = typeof value === "string" ? value.toWellFormed() : value;
    if (whole) text += `,"${name}":${JSON.stringify(whole)}`;
  }
  return bytesOf(text);
}

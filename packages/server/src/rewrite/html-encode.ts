export type Quote = '"' | "'" | "";

const UNSAFE: Record<Quote, RegExp> = {
  '"': /[&"]/g,
  "'": /[&']/g,
  "": /[&"'<=>`\t\n\f\r ]/g,
};
const NAMED: Record<string, string> = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };

/** The text as the value of an attribute between these quotes, or without any. */
export function encodeAttribute(text: string, quote: Quote): string {
  return text.replace(UNSAFE[quote], (each) => NAMED[each] ?? `&#${each.charCodeAt(0)};`);
}

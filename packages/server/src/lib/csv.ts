/** How a text begins that is a formula to a spreadsheet. */
const FORMULA = /^[=+\-@\t\r]/;

/** A line of CSV (RFC 4180); a text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvLine(cells: string[]): string {
  const safe = cells.map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell));
  return `${safe.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
}

/** A record of a CSV text, and the line on which it begins, from 1. */
export type CsvRow = { line: number; cells: string[] };

const SEPARATORS = [",", ";", "\t"] as const;
/** How many records say which separator it is. */
const LOOKED_AT = 20;
/** Spreadsheets take a cell that begins so for a formula. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** Records after RFC 4180, with commas, semicolons or tabs; blank lines are left out. Nothing is refused: a quote that never ends takes the rest. */
export function parseCsv(text: string, separator = separatorOf(text)): CsvRow[] {
  return [...records(text.replace(/^\uFEFF/, ""), separator)].filter(
    ({ cells }) => cells.length > 1 || cells[0]?.trim() !== "",
  );
}

/** The separator by which the first records have the same number of cells, and most of them; a comma where none has. */
export function separatorOf(text: string): string {
  let [best, most] = [",", 1];
  for (const separator of SEPARATORS) {
    const counts: number[] = [];
    for (const { cells } of records(text, separator)) {
      if (cells.length > 1 || cells[0] !== "") counts.push(cells.length);
      if (counts.length === LOOKED_AT) break;
    }
    const [first = 0] = counts;
    if (first > most && counts.every((count) => count === first)) [best, most] = [separator, first];
  }
  return most > 1 ? best : mostFrequent(text);
}

/** By the first line alone, which is likely a header. */
function mostFrequent(text: string): string {
  const [line = ""] = text.split(/\r?\n/, 1);
  const count = (separator: string) => line.split(separator).length;
  return SEPARATORS.reduce((best, each) => (count(each) > count(best) ? each : best), ",");
}

function* records(text: string, separator: string): Generator<CsvRow, void> {
  let [at, line] = [0, 1];
  while (at < text.length) {
    const row: CsvRow = { line, cells: [] };
    for (;;) {
      const cell = readCell(text, at, separator);
      row.cells.push(cell.text);
      line += cell.lines;
      at = cell.end;
      if (text[at] !== separator) break;
      at++;
    }
    // One end of a line, in any of its three spellings.
    if (text.startsWith("\r\n", at)) at += 2;
    else at++;
    line++;
    yield row;
  }
}

/** A cell from `start` on, up to the separator or the end of the line behind it. */
function readCell(text: string, start: number, separator: string) {
  if (text[start] !== '"') {
    const end = endOfPlain(text, start, separator);
    return { text: text.slice(start, end), end, lines: 0 };
  }
  let close = start + 1;
  for (;;) {
    close = text.indexOf('"', close);
    if (close < 0) close = text.length;
    if (text[close + 1] !== '"') break;
    close += 2;
  }
  const quoted = text.slice(start + 1, close).replaceAll('""', '"');
  const end = endOfPlain(text, Math.min(close + 1, text.length), separator);
  return { text: quoted + text.slice(close + 1, end), end, lines: quoted.split(/\r\n|\r|\n/).length - 1 };
}

function endOfPlain(text: string, start: number, separator: string): number {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r") end++;
  return end;
}

/** A line of CSV with its end. A cell that a spreadsheet would calculate gets an apostrophe before it. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(written).join(",")}\r\n`;
}

function written(cell: string): string {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a cell meant before `csvLine` made it safe. */
export function cellMeant(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

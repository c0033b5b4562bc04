import type { LinkCreateInput } from "@visoli/contract/link";
import { type CsvRow, cellMeant, csvLine, parseCsv } from "../../lib/csv.ts";

/** What a column can hold; "" is left out, `metadata.NAME` is kept under that name. */
export const FIELDS = [
  ...(["url", "slug", "domain", "title", "tags", "notes", "folder", "externalId"] as const),
  ...(["expiresAt", "startsAt", "expiredUrl", "maxClicks", "password", "aliases", "redirectStatus"] as const),
  ...(["utm.source", "utm.medium", "utm.campaign", "utm.term", "utm.content"] as const),
] as const;
export type KnownField = (typeof FIELDS)[number];
export type ColumnField = KnownField | "" | `metadata.${string}`;

/** A table that links are made of. */
export type LinkTable = { hasHead: boolean; names: string[]; fields: ColumnField[]; rows: CsvRow[] };

/** Other names that a column goes by, without signs and capitals. */
const ALIASES: Record<string, KnownField> = {
  ...{ destination: "url", target: "url", longurl: "url", link: "url", ziel: "url", originalurl: "url" },
  ...{ destinationurl: "url", targeturl: "url", key: "slug", alias: "slug", backhalf: "slug", path: "slug" },
  ...{ host: "domain", shortdomain: "domain", name: "title", titel: "title", tag: "tags", labels: "tags" },
  ...{ schlagworter: "tags", note: "notes", comments: "notes", description: "notes", notizen: "notes" },
  ...{ ordner: "folder", expires: "expiresAt", expiration: "expiresAt", expiry: "expiresAt" },
  ...{ expirationdate: "expiresAt", starts: "startsAt", limit: "maxClicks", clicklimit: "maxClicks" },
  ...{ utmsource: "utm.source", utmmedium: "utm.medium", utmcampaign: "utm.campaign" },
  ...{ utmterm: "utm.term", utmcontent: "utm.content" },
};
/** No text that is pasted has it between two cells. */
const NONE = "\0";
const plain = (name: string) =>
  name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
const BY_NAME = new Map<string, KnownField>([
  ...Object.entries(ALIASES),
  ...FIELDS.map((field) => [plain(field), field] as const),
]);
const isUrl = (text: string) => /^[a-z][a-z0-9+.-]*:\/\/\S/i.test(text.trim());

/** Reads a text, and guesses what its columns hold by their names, else by what looks like an address. */
export function readTable(text: string): LinkTable {
  const found = parseCsv(text);
  const first = found[0]?.cells ?? [];
  const isEven = found.every(({ cells }) => cells.length === first.length);
  // Addresses line by line, some with commas in them, are no table.
  const rows = isUrl(first[0] ?? "") && !isEven ? parseCsv(text, NONE) : found;
  const hasHead = !first.some(isUrl) && first.some((name) => fieldNamed(name) !== "");
  return withHead({ hasHead, names: [], fields: [], rows }, hasHead);
}

/** The same table, its first line read as names or as a link. `rows` has all lines at first. */
export function withHead(table: LinkTable, hasHead: boolean): LinkTable {
  const all = table.hasHead && table.names.length > 0 ? [headRow(table), ...table.rows] : table.rows;
  const width = all.slice(0, 100).reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const head = hasHead ? (all[0]?.cells ?? []) : [];
  const rows = hasHead ? all.slice(1) : all;
  const names = Array.from({ length: width }, (_, index) => head[index]?.trim() || String(index + 1));
  return { hasHead, names, rows, fields: hasHead ? once(names.map(fieldNamed)) : guessed(width, rows) };
}

const headRow = ({ names, rows }: LinkTable): CsvRow => ({ line: (rows[0]?.line ?? 2) - 1, cells: names });

export function fieldNamed(name: string): ColumnField {
  const metadata = /^metadata[.:](.+)$/i.exec(name.trim())?.[1];
  return metadata ? `metadata.${metadata}` : (BY_NAME.get(plain(name)) ?? "");
}

/** The first column of a kind is it. */
function once(fields: ColumnField[]): ColumnField[] {
  return fields.map((field, index) => (fields.indexOf(field) === index ? field : ""));
}

function guessed(width: number, rows: readonly CsvRow[]): ColumnField[] {
  const column = rows[0]?.cells.findIndex(isUrl) ?? -1;
  return Array.from({ length: width }, (_, index) => (index === Math.max(column, 0) ? "url" : ""));
}

/** What is wrong with the columns, before anything is sent. */
export function faultOf({
  fields,
}: LinkTable): { code: "noUrl" } | { code: "twice"; field: ColumnField } | undefined {
  if (!fields.includes("url")) return { code: "noUrl" };
  const field = fields.find((each, index) => each !== "" && fields.indexOf(each) !== index);
  return field === undefined ? undefined : { code: "twice", field };
}

export type Common = { domain: string; tags: readonly string[] };

/** A line as the API takes it; empty cells are as if they were not there. */
export function lineOf({ fields }: LinkTable, { cells }: CsvRow, common: Common): LinkCreateInput {
  const line: Record<string, unknown> = {};
  const [utm, metadata]: Record<string, string>[] = [{}, {}];
  for (const [index, field] of fields.entries()) {
    const cell = cellMeant((cells[index] ?? "").trim());
    if (field === "" || cell === "") continue;
    if (field.startsWith("utm.") && utm) utm[field.slice(4)] = cell;
    else if (field.startsWith("metadata.") && metadata) metadata[field.slice(9)] = cell;
    else line[field] = readCell(field as KnownField, cell);
  }
  const tags = [...new Set([...((line.tags as string[] | undefined) ?? []), ...common.tags])];
  return {
    url: "",
    ...(common.domain && { domain: common.domain }),
    ...line,
    ...(tags.length > 0 && { tags }),
    ...(utm && Object.keys(utm).length > 0 && { utm }),
    ...(metadata && Object.keys(metadata).length > 0 && { metadata }),
  };
}

function readCell(field: KnownField, cell: string): unknown {
  switch (field) {
    case "tags":
    case "aliases":
      return cell
        .split(/[,;|]/)
        .map((part) => part.trim())
        .filter((part) => part !== "");
    case "maxClicks":
    case "redirectStatus":
      // What is no number is sent as it is: the answer says so.
      return /^\d+$/.test(cell) ? Number(cell) : cell;
    case "expiresAt":
    case "startsAt":
      return instantOf(cell);
    default:
      return cell;
  }
}

/** `2027-12-31`, `2027-12-31 18:00` and `31.12.2027 18:00` in the browser's zone; what is anything else stays as it is. */
export function instantOf(cell: string): string {
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,]+(\d{1,2}:\d{2}))?$/.exec(cell);
  const [, day = "", month = "", year = "", clock = "00:00"] = german ?? [];
  const local = german
    ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}T${clock.padStart(5, "0")}`
    : cell
        .replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})/, "$1T$2")
        .replace(/^(\d{4}-\d{2}-\d{2})$/, "$1T00:00");
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(local)) return local;
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? cell : at.toISOString();
}

/** What became of a line. */
export type Outcome = { status: number; shortUrl?: string; fault?: string };

/** The lines that were refused, with their head, to be corrected and sent again. */
export function refusedText(table: LinkTable, outcomes: readonly (Outcome | undefined)[]): string {
  const lines = table.rows.filter((_, index) => outcomes[index]?.fault !== undefined);
  const head = table.names.map((name, index) => table.fields[index] || name);
  return [head, ...lines.map(({ cells }) => cells.map(cellMeant))].map((cells) => csvLine(cells)).join("");
}

/** Every line with what became of it, for a file. */
export function reportText(table: LinkTable, outcomes: readonly (Outcome | undefined)[]): string {
  const head = csvLine(["line", ...table.names, "status", "shortUrl", "error"]);
  const lines = table.rows.map(({ line, cells }, index) => {
    const { status, shortUrl = "", fault = "" } = outcomes[index] ?? {};
    const padded = table.names.map((_, column) => cellMeant(cells[column] ?? ""));
    return csvLine([String(line), ...padded, String(status ?? ""), shortUrl, fault]);
  });
  return [head, ...lines].join("");
}

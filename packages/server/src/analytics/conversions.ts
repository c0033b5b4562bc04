import type { Analytics } from "./client.ts";
import { COLUMN_TYPES, type StoredClick } from "./row.ts";

/** What is known of a conversion's click, by the names of the click store. Who it was is not among it. */
const CLICK_COLUMNS = [
  ...([
    "slug",
    "domain",
    "trigger",
    "rule",
    "variant",
    "class",
    "bot",
    "continent",
    "country",
    "region",
  ] as const),
  ...(["city", "asn", "referrer", "browser", "os", "device", "device_model", "language"] as const),
  ...(["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"] as const),
];
export type ConvertedClick = Pick<StoredClick, (typeof CLICK_COLUMNS)[number]>;
export const CONVERTED_CLICK = CLICK_COLUMNS.join(", ");

/** A conversion as statistics know it: as a click of that link, with what came of it. */
export type ConversionCopy = Partial<ConvertedClick> & {
  workspace: string;
  link: string;
  /** Milliseconds since 1970. */
  at: number;
  id: string;
  version: number;
  type: string;
  currency: string;
  amount: number;
  voided: 0 | 1;
};

const TYPES: Record<string, string> = {
  ...{ workspace: "String", link: "String", at: COLUMN_TYPES.at, id: "String", version: "UInt32" },
  ...{ type: "LowCardinality(String)", currency: "LowCardinality(String)", amount: "Int64", voided: "UInt8" },
  ...Object.fromEntries(CLICK_COLUMNS.map((name) => [name, COLUMN_TYPES[name]])),
};

/** A server reads statements of up to 256 KiB, unless it is told otherwise. */
const STATEMENT_BYTES = 200_000;

/** The table of conversions, qualified as the one of clicks is. */
export function conversionTable({ clicks }: Pick<Analytics, "clicks">): string {
  return clicks.replace(/clicks$/, "conversions");
}

/** Makes the table where it isn't there. Of several versions of a conversion the last one counts. */
export async function prepareConversions(analytics: Analytics): Promise<void> {
  const columns = Object.entries(TYPES).map(([name, type]) => `${name} ${type}`);
  await analytics.command(
    `create table if not exists ${conversionTable(analytics)} (${columns.join(", ")})
     engine = ReplacingMergeTree(version) order by (workspace, link, at, id)
     settings fsync_after_insert = 1, fsync_part_directory = 1`,
  );
}

/** Hands copies on; what is handed on twice is there once. */
export async function insertConversions(analytics: Analytics, copies: ConversionCopy[]): Promise<void> {
  const names = Object.keys(TYPES);
  const structure = names.map((name) => `${name} ${plainType(TYPES[name] ?? "")}`).join(", ");
  for (const lines of statementsOf(copies))
    await analytics.command(
      `insert into ${conversionTable(analytics)} (${names.join(", ")}) select ${names.join(", ")}
       from format(JSONEachRow, ${literal(structure)}, '${lines}')
       settings async_insert = 0, input_format_skip_unknown_fields = 1`,
    );
}

/** Lines of JSON, escaped, as many together as a statement may hold. */
function* statementsOf(copies: ConversionCopy[]): Generator<string> {
  let lines = "";
  for (const copy of copies) {
    const line = `${escaped(JSON.stringify(copy))}\n`;
    if (lines !== "" && Buffer.byteLength(lines) + Buffer.byteLength(line) > STATEMENT_BYTES) {
      yield lines;
      lines = "";
    }
    lines += line;
  }
  if (lines !== "") yield lines;
}

function plainType(type: string): string {
  return type === "LowCardinality(String)" ? "String" : type;
}

function literal(text: string): string {
  return `'${escaped(text)}'`;
}

function escaped(text: string): string {
  return text.replace(/[\\']/g, "\\$&");
}

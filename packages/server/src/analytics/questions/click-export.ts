import type { Analytics } from "../client.ts";
import { withNetworks } from "../networks.ts";
import { type Selection, whereOf } from "../where.ts";
import {
  CLICK_ID_SQL,
  type ClickView,
  jsonFields,
  spreadsheetFields,
  tableColumns,
  tableFields,
  viewParameters,
} from "./click-columns.ts";
import { JSON_SETTINGS } from "./click-rows.ts";

const CSV_SETTINGS = `date_time_output_format = 'iso', format_csv_null_representation = '',
  output_format_csv_crlf_end_of_line = 1`;
/** Some megabytes at a time. */
const SIZE = 5_000;

/** The last click of a page. */
type Place = { link: string; id: string };

/**
 * All of the selected clicks as the bytes of a text: lines of JSON, or CSV (RFC 4180) with its header. By month, within a month by
 * link, and a link's by time: as the table has them, so that each page goes on where the one before ended, and nothing is sorted
 * or read twice. Between pages nothing is held open, however slowly they are taken.
 */
export async function* clickText(
  analytics: Analytics,
  view: ClickView,
  selection: Selection,
  format: "csv" | "ndjson",
): AsyncGenerator<Uint8Array, undefined> {
  if (format === "csv") yield Buffer.from(`${tableColumns(view).join(",")}\r\n`);
  for (const month of await monthsOf(analytics, selection)) {
    let after: Place | undefined;
    do {
      const bytes = await readPage(analytics, view, selection, { month, after, format });
      const page = pageOf(bytes, format);
      after = page.count < SIZE ? undefined : page.last;
      if (bytes.length > 0) yield bytes;
    } while (after);
  }
  return undefined;
}

/** Writes all of the selected clicks, in the same order, to a file that is not there yet. */
export async function writeClicks(
  analytics: Analytics,
  view: ClickView,
  selection: Selection,
  file: string,
): Promise<void> {
  const where = whereOf(selection);
  const sql = `select ${tableFields(view)}
    from ${withNetworks(analytics, `select *, ${CLICK_ID_SQL} as id from ${analytics.clicks} where ${where.sql}`)} as r
    order by toYYYYMM(r.at), r.link, r.id`;
  await analytics.writeParquet(sql, { ...where.parameters, ...viewParameters(view) }, file);
}

/** The months that there are such clicks in, as `202601`. */
async function monthsOf(analytics: Analytics, selection: Selection): Promise<number[]> {
  const where = whereOf(selection);
  const rows = await analytics.query<{ month: number }>(
    `select distinct toYYYYMM(at) as month from ${analytics.clicks} where ${where.sql} order by month`,
    where.parameters,
  );
  return rows.map(({ month }) => month);
}

function readPage(
  analytics: Analytics,
  view: ClickView,
  selection: Selection,
  { month, after, format }: { month: number; after: Place | undefined; format: "csv" | "ndjson" },
): Promise<Uint8Array> {
  const where = whereOf(selection);
  // The first part is what the primary key can tell.
  const past = after
    ? `and link >= {afterLink:String} and (link > {afterLink:String} or ${CLICK_ID_SQL} > {afterId:String})`
    : "";
  const isCsv = format === "csv";
  return analytics.queryBytes(
    `select ${isCsv ? spreadsheetFields(view) : jsonFields(view)} from ${withNetworks(
      analytics,
      `select *, ${CLICK_ID_SQL} as id from ${analytics.clicks}
       where ${where.sql} and toYYYYMM(at) = {month:UInt32} ${past}
       order by link, at, id limit ${SIZE}`,
    )} as r
     order by r.link, r.id settings ${isCsv ? CSV_SETTINGS : JSON_SETTINGS}`,
    {
      ...where.parameters,
      ...viewParameters(view),
      month,
      ...(after && { afterLink: after.link, afterId: after.id }),
    },
    isCsv ? "CSV" : "JSONEachRow",
  );
}

const BEGINNING = { csv: '"clk_', ndjson: '{"id":"clk_' };
const FIRST_FIELDS = /"(clk_[0-9a-f]{24})",(?:"at":)?"[^"]*",(?:"link":)?"(\w*)"/;

/**
 * How many records the bytes hold, and which is the last. A line within a record cannot begin like one: JSON has no line breaks in
 * it, and CSV doubles its quotes.
 */
function pageOf(bytes: Uint8Array, format: "csv" | "ndjson"): { count: number; last: Place | undefined } {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (text.length === 0) return { count: 0, last: undefined };
  const mark = `\n${BEGINNING[format]}`;
  let [count, from] = [1, 0];
  for (let found = text.indexOf(mark); found >= 0; found = text.indexOf(mark, found + 1)) {
    count++;
    from = found;
  }
  const [, id = "", link = ""] = FIRST_FIELDS.exec(text.toString("latin1", from, from + 300)) ?? [];
  return { count, last: { id, link } };
}

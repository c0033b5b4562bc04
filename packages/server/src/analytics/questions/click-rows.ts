import { type Click, timeOfClick } from "@visoli/contract/click";
import type { Analytics, Parameters } from "../client.ts";
import { withNetworks } from "../networks.ts";
import { instant, type Selection, whereOf } from "../where.ts";
import { CLICK_ID_SQL, type ClickView, jsonFields, viewParameters } from "./click-columns.ts";
import { clickPages, type Order, type Window } from "./click-pages.ts";

export const JSON_SETTINGS = "date_time_output_format = 'iso', output_format_json_escape_forward_slashes = 0";
const LIST_WINDOW_MS = 300_000;

type Asked = { sql: string; parameters: Parameters };

/** Up to `limit` of the selected clicks, in order, past the one with the id `after` where there is one. */
export async function askClicks(
  analytics: Analytics,
  view: ClickView,
  selection: Selection,
  { order, after, limit }: { order: Order; after: string | undefined; limit: number },
): Promise<Click[]> {
  const clicks: Click[] = [];
  const walk = { order, after, size: limit, firstWindowMs: LIST_WINDOW_MS };
  const read = async (window: Window, size: number) => {
    const { sql, parameters } = windowOf(analytics, view, selection, { window, size, order });
    const rows = await analytics.query<Click>(
      `select ${jsonFields(view)} from ${withNetworks(analytics, sql)} as r order by id ${order} settings ${JSON_SETTINGS}`,
      parameters,
    );
    return { count: rows.length, last: rows.at(-1)?.id ?? null, rows };
  };
  for await (const { rows } of clickPages(selection, walk, read)) {
    clicks.push(...rows);
    if (clicks.length >= limit) break;
  }
  return clicks.slice(0, limit);
}

/** Which process recorded a click: its number is another with each start, but for chance (see `clicks/nonce.ts`). */
const PROCESS = "intDiv(nonce, 4096)";

/** The selected clicks up to `spanMs` before that one which another process recorded, oldest first. */
export async function askOthersBefore(
  analytics: Analytics,
  view: ClickView,
  selection: Selection,
  { before, spanMs }: { before: string; spanMs: number },
): Promise<Click[]> {
  const at = timeOfClick(before);
  const where = whereOf({ ...selection, start: at - spanMs, end: at + 1 });
  const { clicks } = analytics;
  return analytics.query<Click>(
    `select ${jsonFields(view)} from ${withNetworks(
      analytics,
      `select *, ${CLICK_ID_SQL} as id from ${clicks} where ${where.sql} and id < {before:String}
         and ${PROCESS} != (
           select any(${PROCESS}) from ${clicks}
           where workspace = {workspace:String} and at = ${instant("at")} and ${CLICK_ID_SQL} = {before:String})`,
    )} as r order by id settings ${JSON_SETTINGS}`,
    { ...where.parameters, ...viewParameters(view), before, at },
  );
}

function windowOf(
  { clicks }: Analytics,
  view: ClickView,
  selection: Selection,
  { window, size, order }: { window: Window; size: number; order: Order },
): Asked {
  const where = whereOf({ ...selection, start: window.start, end: window.end });
  const past =
    window.after === undefined ? "" : `and ${CLICK_ID_SQL} ${order === "asc" ? ">" : "<"} {after:String}`;
  // Which they are is told by few columns; only of those are all columns read.
  const found = `select at, nonce from ${clicks} where ${where.sql} ${past}
    order by ${CLICK_ID_SQL} ${order} limit {size:UInt32}`;
  return {
    sql: `select *, ${CLICK_ID_SQL} as id from ${clicks} where ${where.sql} and (at, nonce) in (${found})`,
    parameters: {
      ...where.parameters,
      ...viewParameters(view),
      size,
      ...(window.after !== undefined && { after: window.after }),
    },
  };
}

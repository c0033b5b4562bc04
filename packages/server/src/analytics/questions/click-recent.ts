import type { Click } from "@visoli/contract/click";
import type { Analytics } from "../client.ts";
import { withNetworks } from "../networks.ts";
import { CLICK_ID_SQL, type ClickView, jsonFields, viewParameters } from "./click-columns.ts";

/** Clicks are counted by such spans, so that only spans in which something is new are read. */
export const SPAN_MS = 10_000;

export type SpanCount = { workspace: string; span: number; clicks: number };
/** A click with what the API does not show of it. */
export type RecentClick = { workspace: string; domainId: string; click: Click };

/** How many clicks (those to no link left out) each span of ten seconds since `from` has in each of the workspaces. */
export async function askSpans(
  analytics: Analytics,
  workspaceIds: string[],
  from: number,
): Promise<SpanCount[]> {
  return analytics.query<SpanCount>(
    `select workspace, ${SPAN} as span, count() as clicks from ${analytics.clicks}
     where workspace in ${idList(workspaceIds)} and trigger != 'orphan'
       and at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') group by workspace, span`,
    { from },
  );
}

/** The ids of a workspace's clicks since `from`, each with its span. */
export async function askIds(
  analytics: Analytics,
  view: ClickView,
  workspaceId: string,
  from: number,
): Promise<{ span: number; id: string }[]> {
  return analytics.query(
    `select ${SPAN} as span, ${CLICK_ID_SQL} as id from ${analytics.clicks}
     where workspace in ${idList([workspaceId])} and trigger != 'orphan'
       and at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')`,
    { ...viewParameters(view), from },
  );
}

/** The clicks of the spans, oldest first. */
export async function askSpanClicks(
  analytics: Analytics,
  view: ClickView,
  spans: SpanCount[],
): Promise<RecentClick[]> {
  const pairs = spans.map(({ workspace, span }) => `(${idList([workspace]).slice(1, -1)}, ${Number(span)})`);
  const times = spans.map(({ span }) => Number(span) * SPAN_MS);
  const rows = await analytics.query<Click & Omit<RecentClick, "click">>(
    `select r.workspace as workspace, toString(r.domain) as domainId, ${jsonFields(view)} from ${withNetworks(
      analytics,
      `select *, ${CLICK_ID_SQL} as id from ${analytics.clicks}
       where workspace in ${idList([...new Set(spans.map((one) => one.workspace))])} and trigger != 'orphan'
         and at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') and at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
         and (workspace, ${SPAN}) in [${pairs.join(",")}]`,
    )} as r
     order by id settings date_time_output_format = 'iso'`,
    { ...viewParameters(view), from: Math.min(...times), to: Math.max(...times) + SPAN_MS },
  );
  return rows.map(({ workspace, domainId, ...click }) => ({ workspace, domainId, click }));
}

const SPAN = `intDiv(toUnixTimestamp64Milli(at), ${SPAN_MS})`;

/** As a literal: parameters travel in the address, which is too short for thousands. */
function idList(ids: string[]): string {
  for (const id of ids) if (!/^\w+$/.test(id)) throw new Error("not an id");
  return `[${ids.map((id) => `'${id}'`).join(",")}]`;
}

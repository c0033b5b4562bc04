import type { Analytics } from "../client.ts";
import { countColumns } from "../counts.ts";
import { ALL_TIME, sourceOf } from "../source.ts";
import { havingOf } from "./groups.ts";

export type LinkCounts = { clicks: number; scans: number };

/** Clicks and QR scans by people on each of the links, of all time; a link nobody followed is not in the answer. */
export async function askLinkClicks(
  analytics: Analytics,
  workspaceId: string,
  linkIds: string[],
): Promise<Map<string, LinkCounts>> {
  if (linkIds.length === 0) return new Map();
  const metrics = ["clicks", "scans"] as const;
  const selection = { workspaceId, ...ALL_TIME, includeBots: false, filters: {}, links: { only: linkIds } };
  const source = await sourceOf(analytics, selection, { metrics, keys: [{ dimension: "link" }] });
  const rows = await analytics.query<LinkCounts & { link: string }>(
    `select link, ${countColumns(source, metrics)} from ${source.table} where ${source.where.sql} group by link ${havingOf(source)}`,
    source.where.parameters,
  );
  return new Map(rows.map(({ link, ...counts }) => [link, counts]));
}

import type { Analytics } from "../client.ts";
import { linkList } from "../where.ts";

export type LinkCounts = { clicks: number; scans: number };

/** Clicks and QR scans by people on each of the links, of all time; a link nobody followed is not in the answer. */
export async function askLinkClicks(
  analytics: Analytics,
  workspaceId: string,
  linkIds: string[],
): Promise<Map<string, LinkCounts>> {
  if (linkIds.length === 0) return new Map();
  const rows = await analytics.query<LinkCounts & { link: string }>(
    `select link, countIf(trigger = '') as clicks, countIf(trigger = 'qr') as scans from ${analytics.clicks}
     where workspace = {workspace:String} and link in ${linkList(linkIds)} and class = 'human' group by link`,
    { workspace: workspaceId },
  );
  return new Map(rows.map(({ link, ...counts }) => [link, counts]));
}

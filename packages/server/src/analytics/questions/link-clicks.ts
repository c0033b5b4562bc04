import type { Analytics } from "../client.ts";
import { linkList } from "../where.ts";

/** Clicks by people on each of the links, of all time; a link nobody clicked is not in the answer. */
export async function askLinkClicks(
  analytics: Analytics,
  workspaceId: string,
  linkIds: string[],
): Promise<Map<string, number>> {
  if (linkIds.length === 0) return new Map();
  const rows = await analytics.query<{ link: string; clicks: number }>(
    `select link, count() as clicks from ${analytics.clicks}
     where workspace = {workspace:String} and link in ${linkList(linkIds)} and class = 'human' group by link`,
    { workspace: workspaceId },
  );
  return new Map(rows.map((row) => [row.link, row.clicks]));
}

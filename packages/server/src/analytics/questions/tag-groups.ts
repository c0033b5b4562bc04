import type { Analytics } from "../client.ts";
import { COUNTS } from "../counts.ts";
import { linkList, type Selection, whereOf } from "../where.ts";
import type { Group } from "./groups.ts";

/**
 * The counts of each tag, most clicks and scans first. Tags are the links' of today, not of the day of the click; a click on a
 * link with two tags counts for both. `tags` and `links` are pairs: the n-th link has the n-th tag.
 */
export async function askTagGroups(
  analytics: Analytics,
  selection: Selection,
  pairs: { tag: string; link: string }[],
  limit: number,
): Promise<Group[]> {
  const linksOfTag = Map.groupBy(pairs, (pair) => pair.tag);
  if (linksOfTag.size === 0) return [];
  const names = [...linksOfTag.keys()];
  const where = whereOf(selection);
  const lists = [...linksOfTag.values()].map((list) => linkList(list.map((pair) => pair.link)));
  const groups = await analytics.query<Omit<Group, "value"> & { place: number }>(
    `select arrayJoin(arrayFilter(place -> has(lists[place], link), arrayEnumerate(lists))) as place,
       ${COUNTS}
     from (select link, visitor, trigger, [${lists.join(",")}] as lists from ${analytics.clicks} where ${where.sql})
     group by place order by clicks + scans desc, place limit {limit:UInt32}`,
    { ...where.parameters, limit },
  );
  return groups.map(({ place, ...counts }) => ({ value: names[place - 1] ?? "", ...counts }));
}

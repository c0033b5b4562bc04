import type { Analytics } from "../client.ts";
import { type Period, WITHIN } from "../where.ts";

export type OrphanSelection = Period & {
  /** Whose domains; empty text stands for the service's own and for hosts that nobody has. */
  workspaceIds: string[];
  /** Stored names of domains, to keep or to leave out; an empty list does neither. */
  domains: { include: string[]; exclude: string[] };
};

/** An address without a link: how often it was asked for, by people among others, and when last (milliseconds). */
export type OrphanPath = { domain: string; path: string; visits: number; people: number; lastAt: number };

/** Addresses that were asked for and where no link was, most visits first, with the number of all those visits. */
export async function askOrphans(
  analytics: Analytics,
  { workspaceIds, domains, ...period }: OrphanSelection,
  limit: number,
): Promise<{ total: number; paths: OrphanPath[] }> {
  const { include, exclude } = domains;
  const only = include.length > 0 ? "and domain in {include:Array(String)}" : "";
  // An orphan has no link, which is what the table is sorted by.
  const rows = await analytics.query<OrphanPath & { total: number }>(
    `select domain, slug as path, count() as visits, countIf(class = 'human') as people,
       toUnixTimestamp64Milli(max(at)) as lastAt, sum(count()) over () as total
     from ${analytics.clicks}
     where workspace in {workspaces:Array(String)} and link = '' and trigger = 'orphan' and ${WITHIN}
       ${only} and domain not in {exclude:Array(String)}
     group by domain, slug order by visits desc, domain, slug limit {limit:UInt32}`,
    { ...period, workspaces: workspaceIds, include, exclude, limit },
  );
  return { total: rows[0]?.total ?? 0, paths: rows.map(({ total: _, ...path }) => path) };
}

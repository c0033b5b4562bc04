import type { FetchPublic } from "../adapters/web/fetch-public.ts";
import { explain, type FetchOutcome } from "../adapters/web/outcome.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { type Checkable, failingLinks, nextLinks } from "../db/health.ts";
import { type JobCursor, readJobCursor, writeJobCursor } from "../db/job-cursors.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import { APART_MS, type Check, recordCheck } from "../links/health.ts";

const NAME = "health";
/** Nobody is asked more often than that about a link that answers. */
const ROUND_MS = 7 * DAY_MS;
const BROKEN_MS = DAY_MS;
const LINKS_AT_ONCE = 16;
/** Those that failed leave room for the others, however many they are. */
const FAILING_AT_ONCE = LINKS_AT_ONCE / 2;
/** A page that is not there, or a server that does not know what to do; the others want a login, or no robots. */
const isFailure = (status: number) => status === 404 || status === 410 || status >= 500;

/**
 * Looks at the next few destinations, and again at those that failed: an hour later, and once a day where they are known to be broken.
 * No host is asked twice at once.
 */
export async function checkHealth(ctx: LinkCtx, fetchPublic: FetchPublic): Promise<void> {
  const now = ctx.now();
  const before = { failedBefore: now - APART_MS, brokenBefore: now - BROKEN_MS };
  const failing = await failingLinks(ctx.db, { ...before, limit: FAILING_AT_ONCE });
  const next = await nextOfRound(ctx, now, LINKS_AT_ONCE - failing.length);
  const links = [...failing, ...next.links].filter(isWeb);
  const byHost = Map.groupBy(links, (link) => new URL(link.url).host);
  await Promise.all([...byHost.values()].map((those) => checkOneByOne(ctx, fetchPublic, those)));
  // Now that they are checked: who breaks off before looks at them again.
  if (next.cursor) await writeJobCursor(ctx.db, NAME, next.cursor);
}

/** Some links further on in the round, and how far it has got then; none while the last round is not old enough. */
async function nextOfRound(
  ctx: LinkCtx,
  now: number,
  limit: number,
): Promise<{ links: Checkable[]; cursor: JobCursor | null }> {
  const { position, updatedAt } = (await readJobCursor(ctx.db, NAME)) ?? { position: "", updatedAt: null };
  const isStart = position === "";
  if (isStart && updatedAt !== null && now - updatedAt < ROUND_MS) return { links: [], cursor: null };
  const links = await nextLinks(ctx.db, { afterId: position, madeBefore: now - HOUR_MS, limit });
  const last = links.length < limit ? "" : (links.at(-1)?.id ?? "");
  return { links, cursor: { position: last, updatedAt: isStart ? now : (updatedAt ?? now) } };
}

function isWeb({ url }: Checkable): boolean {
  return /^https?:/i.test(url);
}

async function checkOneByOne(ctx: LinkCtx, fetchPublic: FetchPublic, links: Checkable[]): Promise<void> {
  for (const link of links) await recordCheck(ctx, link, await look(fetchPublic, link.url));
}

/** HEAD costs the other side least; where it does not like that, GET. */
async function look(fetchPublic: FetchPublic, url: string): Promise<Check> {
  const head = await fetchPublic(url, { method: "HEAD" });
  const isAnswered = head.kind === "answer" && head.status < 400;
  if (isAnswered || head.kind === "refused") return checkOf(head);
  return checkOf(await fetchPublic(url, { method: "GET", maxBodyBytes: 1_024 }));
}

function checkOf(outcome: FetchOutcome): Check {
  if (outcome.kind === "answer")
    return { hasFailed: isFailure(outcome.status), outcome: `answered ${outcome.status}`, isPrivate: false };
  // What our guard does not look at may well answer others.
  const isRefused = outcome.kind === "refused";
  const isPrivate = isRefused && outcome.reason === "not_public";
  return { hasFailed: !isRefused, outcome: explain(outcome), isPrivate };
}

import { readSumsState } from "../analytics/sums.ts";
import {
  type Keeping,
  readKeepings,
  removeClicks,
  workspacesWithClicks,
  writeKeepings,
} from "../analytics/workspace-purges.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { readJobCursor, writeJobCursor } from "../db/job-cursors.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";

const NAME = "clicks kept by plan";
/** All clicks that are old enough are looked through. */
const PAUSE_MS = 6 * HOUR_MS;
/** Whoever gets a plan with less history has so long to think again. */
const GRACE_MS = 30 * DAY_MS;
/** What a plan without an end of its history counts as. */
const FOR_EVER = 4_000_000;
/** Statistics may begin so many days before their plan's last: with the day (see `core/statistics-gate.ts`). */
const SLACK_DAYS = 1;
const MOST_AT_ONCE = 2_000;

/**
 * Removes single clicks that are older than their workspace's plan looks back, by whole months of UTC, once the plan has been so for thirty days.
 * Their sums by hour stay. To be called where the sums were just found to be whole, and not by two at once; what it says to be gone goes with the
 * next call, as others may hear of it a little later.
 */
export async function keepByPlan(ctx: ClickCtx): Promise<void> {
  const { analytics, config } = ctx;
  const now = ctx.now();
  const last = await readJobCursor(ctx.db, NAME);
  if (last && now - last.updatedAt < PAUSE_MS) return;
  const shortest = Math.min(
    ...Object.values(config.plans).map(({ statisticsDays }) => statisticsDays ?? FOR_EVER),
  );
  if (shortest === FOR_EVER) return;
  const { closed } = await readSumsState(analytics);
  const known = await readKeepings(analytics);
  const going: { workspace: string; before: number }[] = [];
  const changed: Keeping[] = [];
  for (const { workspace, first } of await workspacesWithClicks(analytics, cutOf(now, shortest))) {
    const before = known.get(workspace);
    if (before && first < before.purged) going.push({ workspace, before: before.purged });
    const { statisticsDays } = await ctx.plans.of(workspace);
    const next = nextOf(
      before ?? { workspace, days: FOR_EVER, since: now, purged: 0 },
      statisticsDays ?? FOR_EVER,
      now,
    );
    const cut = Math.min(cutOf(now, next.days), cutOf(closed, 0));
    if (now - next.since >= GRACE_MS && cut > next.purged && first < cut) next.purged = cut;
    if (before ? isOther(before, next) : next.days !== FOR_EVER) changed.push(next);
    if (going.length >= MOST_AT_ONCE || changed.length >= MOST_AT_ONCE) break;
  }
  await writeKeepings(analytics, changed);
  await removeClicks(analytics, going);
  await writeJobCursor(ctx.db, NAME, { position: "", updatedAt: now });
}

/** A plan that looks back less far begins the time of grace anew. */
function nextOf(last: Keeping, days: number, now: number): Keeping {
  return { ...last, days, since: days < last.days ? now : last.since };
}

function isOther(last: Keeping, next: Keeping): boolean {
  return last.days !== next.days || last.since !== next.since || last.purged !== next.purged;
}

/** The beginning of the month that has the first of so many days up to that instant. */
function cutOf(now: number, days: number): number {
  const first = new Date(Math.max(0, now - (days + SLACK_DAYS) * DAY_MS));
  return Date.UTC(first.getUTCFullYear(), first.getUTCMonth());
}

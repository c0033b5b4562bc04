import {
  CLASS_RULES_VERSION,
  clickPartitions,
  isChangingClicks,
  reclassifyPartition,
} from "../analytics/class-rules.ts";
import { type Analytics, AnalyticsUnavailable } from "../analytics/client.ts";
import type { Ctx } from "../core/ctx.ts";
import { type JobCursor, moveJobCursor, readJobCursor, writeJobCursor } from "../db/job-cursors.ts";

const NAME = "reclassify";
const FIRST = "";
/** Behind a partition it is after that one, and before the next. By itself it is after all of them. */
const LATER = "~";
const DONE = LATER;

/**
 * Goes on with classing old clicks by newer rules, partition by partition, until all are done; begins when the rules' version grew, or when
 * an operator asks. One call hands one to the click store and does not wait for it, so that the service can stop at any time.
 */
export async function reclassify(ctx: Ctx & { analytics: Analytics }): Promise<void> {
  const cursor = await cursorOf(ctx);
  const from = placeOf(cursor);
  if (from === DONE) return;
  try {
    if (!(await isChangingClicks(ctx.analytics))) await goOn(ctx, cursor, from);
  } catch (error) {
    // It will be there again, and so are the clicks.
    if (!(error instanceof AnalyticsUnavailable)) throw error;
  }
}

/** Has a running service class the clicks anew, from that day's partition on, or all. What it is at comes to an end first. */
export async function askToReclassify(ctx: Ctx, since?: string): Promise<void> {
  const month = since === undefined ? FIRST : since.slice(0, 7).replace("-", "");
  await writeJobCursor(ctx.db, NAME, { position: positionOf(month), updatedAt: ctx.now() });
}

async function goOn(ctx: Ctx & { analytics: Analytics }, cursor: JobCursor, from: string): Promise<void> {
  const partitions = await clickPartitions(ctx.analytics, from);
  for (const [index, partition] of partitions.entries()) {
    const clicks = await reclassifyPartition(ctx.analytics, partition);
    if (clicks === 0) continue;
    const left = partitions.length - index - 1;
    ctx.log.info({ partition, clicks, partitionsLeft: left }, "clicks are classed anew");
    await moveTo(ctx, cursor, partitions[index + 1] ?? `${partition}${LATER}`);
    return;
  }
  if (partitions.length > 0)
    ctx.log.info({ rules: CLASS_RULES_VERSION }, "all clicks are classed by today's rules");
  await moveTo(ctx, cursor, DONE);
}

async function moveTo(ctx: Ctx, cursor: JobCursor, place: string): Promise<void> {
  await moveJobCursor(ctx.db, NAME, cursor, { position: positionOf(place), updatedAt: ctx.now() });
}

async function cursorOf(ctx: Ctx): Promise<JobCursor> {
  const cursor = await readJobCursor(ctx.db, NAME);
  if (cursor) return cursor;
  const first = { position: positionOf(FIRST), updatedAt: 0 };
  await writeJobCursor(ctx.db, NAME, first);
  return first;
}

function positionOf(place: string): string {
  return `${CLASS_RULES_VERSION}/${place}`;
}

/** The next partition to look at, or the month to begin with; those that older rules have got to count for nothing. */
function placeOf({ position }: JobCursor): string {
  const [version, place = FIRST] = position.split("/");
  return Number(version) === CLASS_RULES_VERSION ? place : FIRST;
}

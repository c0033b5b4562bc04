import {
  CLASS_RULES_VERSION,
  clickMonths,
  isChangingClicks,
  reclassifyMonth,
} from "../analytics/class-rules.ts";
import { type Analytics, AnalyticsUnavailable } from "../analytics/client.ts";
import type { Ctx } from "../core/ctx.ts";
import { type JobCursor, moveJobCursor, readJobCursor, writeJobCursor } from "../db/job-cursors.ts";

const NAME = "reclassify";
const FIRST_MONTH = "";
/** Behind a month it is after that one, and before the next. By itself it is after all of them. */
const LATER = "~";
const DONE = LATER;

/**
 * Goes on with classing old clicks by newer rules, month by month, until all are done; begins when the rules' version grew, or when
 * an operator asks. One call hands one month to the click store and does not wait for it, so that the service can stop at any time.
 */
export async function reclassify(ctx: Ctx & { analytics: Analytics }): Promise<void> {
  const cursor = await cursorOf(ctx);
  const from = monthOf(cursor);
  if (from === DONE) return;
  try {
    if (!(await isChangingClicks(ctx.analytics))) await goOn(ctx, cursor, from);
  } catch (error) {
    // It will be there again, and so are the clicks.
    if (!(error instanceof AnalyticsUnavailable)) throw error;
  }
}

/** Has a running service class the clicks anew, from that day's month on, or all. What it is at comes to an end first. */
export async function askToReclassify(ctx: Ctx, since?: string): Promise<void> {
  const month = since === undefined ? FIRST_MONTH : since.slice(0, 7).replace("-", "");
  await writeJobCursor(ctx.db, NAME, { position: positionOf(month), updatedAt: ctx.now() });
}

async function goOn(ctx: Ctx & { analytics: Analytics }, cursor: JobCursor, from: string): Promise<void> {
  const months = await clickMonths(ctx.analytics, from);
  for (const [index, month] of months.entries()) {
    const clicks = await reclassifyMonth(ctx.analytics, month);
    if (clicks === 0) continue;
    ctx.log.info({ month, clicks, monthsLeft: months.length - index - 1 }, "clicks are classed anew");
    await moveTo(ctx, cursor, months[index + 1] ?? `${month}${LATER}`);
    return;
  }
  if (months.length > 0)
    ctx.log.info({ rules: CLASS_RULES_VERSION }, "all clicks are classed by today's rules");
  await moveTo(ctx, cursor, DONE);
}

async function moveTo(ctx: Ctx, cursor: JobCursor, month: string): Promise<void> {
  await moveJobCursor(ctx.db, NAME, cursor, { position: positionOf(month), updatedAt: ctx.now() });
}

async function cursorOf(ctx: Ctx): Promise<JobCursor> {
  const cursor = await readJobCursor(ctx.db, NAME);
  if (cursor) return cursor;
  const first = { position: positionOf(FIRST_MONTH), updatedAt: 0 };
  await writeJobCursor(ctx.db, NAME, first);
  return first;
}

function positionOf(month: string): string {
  return `${CLASS_RULES_VERSION}/${month}`;
}

/** The next month to look at; those that older rules have got to count for nothing. */
function monthOf({ position }: JobCursor): string {
  const [version, month = FIRST_MONTH] = position.split("/");
  return Number(version) === CLASS_RULES_VERSION ? month : FIRST_MONTH;
}

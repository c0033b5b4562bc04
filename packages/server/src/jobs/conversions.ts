import { type ConversionCopy, insertConversions } from "../analytics/conversions.ts";
import type { FoundClick } from "../analytics/questions/converted-click.ts";
import { bookWaiting } from "../conversions/book.ts";
import { findClicks, mayStillCome } from "../conversions/find-click.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { conversionsToAttribute, conversionsToCopy, lookAgain, noteCopied } from "../db/conversion-jobs.ts";
import type { ConversionRow } from "../db/conversions.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/time.ts";

const AT_ONCE = 100;
const COPIES_AT_ONCE = 500;
const LONGEST_PAUSE_MS = 10 * MINUTE_MS;

/** Books conversions whose clicks have come meanwhile, or cannot come any more. @throws AnalyticsUnavailable: later, then */
export async function attributeConversions(ctx: LinkCtx): Promise<void> {
  for (;;) {
    const rows = await conversionsToAttribute(ctx.db, ctx.now(), AT_ONCE);
    const clicks = rows.length > 0 ? await findClicks(ctx, rows) : new Map<string, FoundClick>();
    for (const row of rows) {
      const click = clicks.get(row.id);
      const isOver = click !== undefined || !mayStillCome(row, ctx.now());
      if (!isOver || !(await tryBook(ctx, row, click ?? null)))
        await lookAgain(ctx.db, row.id, ctx.now() + pauseOf(ctx.now() - row.created_at));
    }
    if (rows.length < AT_ONCE) return;
  }
}

/** What fails once must not keep all others waiting. */
async function tryBook(ctx: LinkCtx, row: ConversionRow, click: FoundClick | null): Promise<boolean> {
  try {
    await bookWaiting(ctx, row, click);
    return true;
  } catch (error) {
    ctx.log.error({ err: error, conversion: row.id }, "a conversion could not be booked; it is tried again");
    return false;
  }
}

/** The longer it waits, the longer until it is looked for again. */
function pauseOf(waitedMs: number): number {
  return Math.min(Math.max(waitedMs, SECOND_MS), LONGEST_PAUSE_MS);
}

/** Tells the click store of what was booked or voided since, for statistics; told twice, it counts once. */
export async function copyConversions(ctx: LinkCtx): Promise<void> {
  for (;;) {
    const rows = await conversionsToCopy(ctx.db, COPIES_AT_ONCE);
    if (rows.length === 0) return;
    await insertConversions(ctx.analytics, rows.map(copyOf));
    await noteCopied(ctx.db, rows);
    if (rows.length < COPIES_AT_ONCE) return;
  }
}

function copyOf(row: ConversionRow): ConversionCopy {
  return {
    ...(row.click === null ? { class: "human" } : JSON.parse(row.click)),
    ...{ workspace: row.workspace_id, link: row.link_id ?? "", at: row.occurred_at },
    ...{ id: row.id, version: row.version, type: row.type },
    ...{ currency: row.currency ?? "", amount: row.amount ?? 0, voided: row.voided_at === null ? 0 : 1 },
  };
}

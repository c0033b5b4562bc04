import type { ConversionTotals, ConversionTotalsQuery } from "@visoli/contract/conversion";
import { decimalOf } from "@visoli/contract/currency";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { linkAccessOf, visibleLinks } from "../core/link-access.ts";
import { countWaiting } from "../db/conversion-jobs.ts";
import { askConversionTotals, type Total, type TotalsSelection } from "../db/conversion-totals.ts";
import { DAY_MS, iso, MINUTE_MS } from "../lib/time.ts";
import { addMonths, instantOf, localTime } from "../lib/zone.ts";

/** Whoever writes has ended by then, and clocks of nodes are not further apart. */
const SETTLED_MS = MINUTE_MS;
const DEFAULT_SPAN_MS = 30 * DAY_MS;
const MAX_MONTHS = 120;

/**
 * What was booked in a time, less what was taken back in it, exactly. Once `final`, the same question has the same answer for good.
 * @throws request.invalid
 */
export async function totalConversions(
  ctx: Ctx,
  actor: Actor,
  query: ConversionTotalsQuery,
): Promise<ConversionTotals> {
  guard(actor, "conversions:read");
  const { groupBy, currency, type, limit, cursor } = query;
  const end = query.end === undefined ? ctx.now() : Date.parse(query.end);
  const start = query.start === undefined ? Math.max(0, end - DEFAULT_SPAN_MS) : Date.parse(query.start);
  if (start >= end) throw invalid({ path: "start", code: "too_big", message: "Must be before end" });
  const visible = visibleLinks(await linkAccessOf(ctx.db, actor));
  const selection = { workspaceId: actor.workspaceId, start, end, currency, type, visible };
  const offset = cursor === undefined ? 0 : readCursor(cursor);
  // Before the numbers are read: what is booked later is not among them, but nobody has been told that it was final.
  const final = end <= ctx.now() - SETTLED_MS;
  const rows =
    groupBy?.by === "month"
      ? (await byMonth(ctx, selection, query.timezone)).slice(offset, offset + limit + 1)
      : await askConversionTotals(ctx.db, selection, groupBy, { limit: limit + 1, offset });
  return {
    ...{ start: iso(start), end: iso(end), final },
    pending: await countWaiting(ctx.db, actor.workspaceId, visible.ownerId),
    data: rows.slice(0, limit).map(({ amount, ...total }) => ({
      ...total,
      amount: total.currency === null ? null : decimalOf(amount, total.currency),
    })),
    nextCursor: rows.length > limit ? String(offset + limit) : null,
  };
}

/** A question for each month: no dialect's calendar knows our zones. */
async function byMonth({ db }: Ctx, selection: TotalsSelection, zone: string): Promise<Total[]> {
  const all: Total[] = [];
  const first = new Date(localTime(zone, selection.start));
  for (let count = 0, month = Date.UTC(first.getUTCFullYear(), first.getUTCMonth()); ; count++) {
    const next = addMonths(month, 1);
    const start = Math.max(selection.start, instantOf(zone, month));
    if (start >= selection.end) return all;
    if (count === MAX_MONTHS) {
      const message = `Gives more than ${MAX_MONTHS} months; choose a shorter time`;
      throw invalid({ path: "end", code: "too_many_intervals", message });
    }
    const part = { ...selection, start, end: Math.min(selection.end, instantOf(zone, next)) };
    const totals = await askConversionTotals(db, part, undefined, { limit: 1_000, offset: 0 });
    all.push(...totals.map((total) => ({ ...total, value: iso(month).slice(0, 7) })));
    month = next;
  }
}

function readCursor(cursor: string): number {
  if (/^[1-9]\d{0,8}$/.test(cursor)) return Number(cursor);
  throw invalid({ path: "cursor", code: "invalid_format", message: "Is not the nextCursor of such a list" });
}

import { type Click, timeOfClick } from "@visoli/contract/click";
import type { RecentClick } from "../analytics/questions/click-recent.ts";
import { askClicks, askOthersBefore } from "../analytics/questions/click-rows.ts";
import type { Selection } from "../analytics/where.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { HOUR_MS } from "../lib/time.ts";
import { clickMatcher } from "./click-match.ts";
import type { ReadView } from "./click-view.ts";

const MAX_MISSED = 10_000;
const MISSED_MS = HOUR_MS;
/** How much later one node may bring its clicks to the store than another. */
const LATE_MS = 3_000;

/**
 * Reads what a listener missed after that click; null where it is too much. `told` is what this node told of late, in that order,
 * and is exact. Past it the order is that of time, and what other nodes brought at about that time may come once more.
 */
export function missedClicks(ctx: ClickCtx, readView: ReadView) {
  return async (
    selection: Selection,
    told: readonly RecentClick[],
    after: string,
  ): Promise<Click[] | null> => {
    const place = told.findLastIndex(({ click }) => click.id === after);
    const matches = clickMatcher(selection);
    if (place >= 0) return told.slice(place + 1).flatMap((one) => (matches(one) ? [one.click] : []));
    const now = ctx.now();
    const start = timeOfClick(after);
    if (start < now - MISSED_MS) return null;
    const view = await readView(new Set([selection.workspaceId]));
    const late = { before: after, spanMs: LATE_MS };
    const others = await askOthersBefore(ctx.analytics, view, selection, late);
    const asked = { order: "asc" as const, after, limit: MAX_MISSED + 1 };
    const since = { ...selection, start, end: now + HOUR_MS };
    const clicks = await askClicks(ctx.analytics, view, since, asked);
    return clicks.length > MAX_MISSED ? null : [...others, ...clicks];
  };
}

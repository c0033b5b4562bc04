import { timeOfClick } from "@visoli/contract/click";
import type { Period } from "../where.ts";

export type Order = "asc" | "desc";
/** Clicks of a window, past the one with the id `after` where there is one. */
export type Window = Period & { after: string | undefined };
/** Some clicks, and which is the last of them. */
export type Part = { count: number; last: string | null };

const WIDER = 8;
const WIDEST_MS = 1_000 * 86_400_000;

/**
 * Goes through the clicks of a period in order, `size` at most at a time, in windows of time that get wider where there are few
 * clicks. The table is sorted by link and not by time alone, so each step costs a look at the times of a window's months, but only a
 * window's clicks are read and sorted. What is written meanwhile moves nothing: the place is a click, not a number.
 */
export async function* clickPages<Page extends Part>(
  { start, end }: Period,
  walk: { order: Order; after: string | undefined; size: number; firstWindowMs: number },
  read: (window: Window, size: number) => Promise<Page>,
): AsyncGenerator<Page, undefined> {
  const { order, size } = walk;
  let { after, firstWindowMs: width } = walk;
  let place = placeOf({ start, end }, order, after);
  while (order === "asc" ? place < end : place > start) {
    const window =
      order === "asc"
        ? { start: place, end: Math.min(end, place + width) }
        : { start: Math.max(start, place - width), end: place };
    const page = await read({ ...window, after }, size);
    if (page.count > 0) yield page;
    if (page.count < size || page.last === null) {
      place = order === "asc" ? window.end : window.start;
      width = Math.min(width * WIDER, WIDEST_MS);
      after = undefined;
    } else {
      const from = place;
      after = page.last;
      place = placeOf({ start, end }, order, after);
      width = Math.max(1_000, Math.abs(place - from));
    }
  }
  return undefined;
}

/** Where the window begins (or ends, where the newest come first) that has the clicks past this one. */
function placeOf({ start, end }: Period, order: Order, after: string | undefined): number {
  if (after === undefined) return order === "asc" ? start : end;
  const at = timeOfClick(after);
  return order === "asc" ? Math.max(start, at) : Math.min(end, at + 1);
}

import { timeOfClick } from "@visoli/contract/click";
import { type RecentClick, SPAN_MS, type SpanCount } from "../analytics/questions/click-recent.ts";

const MAX_TOLD = 2_000;
const MAX_CLICKS_A_POLL = 20_000;

export type OnClicks = (clicks: RecentClick[]) => void;

/** A workspace that somebody listens to. */
export type Room = {
  members: Set<OnClicks>;
  /** Ids by span, of what was told and of what was there before anybody asked. */
  known: Map<number, Set<string>>;
  /** What was told of late, in that order. */
  told: RecentClick[];
  leftAt: number;
  /** Whether what was there at the beginning is known. */
  isOpen: boolean;
  opening: Promise<void>;
};

export function newRoom(): Room {
  return {
    ...{ members: new Set(), known: new Map(), told: [], leftAt: 0, isOpen: false },
    opening: Promise.resolve(),
  };
}

/** Spans that have more clicks than are known, oldest first; no more than may be read at once. */
export function changedSpans(rooms: Map<string, Room>, counts: SpanCount[]): SpanCount[] {
  const changed = counts.filter(({ workspace, span, clicks }) => {
    return clicks > (rooms.get(workspace)?.known.get(span)?.size ?? 0);
  });
  changed.sort((a, b) => a.span - b.span);
  let clicks = 0;
  const count = changed.findIndex((one) => {
    clicks += one.clicks;
    return clicks > MAX_CLICKS_A_POLL;
  });
  return count < 0 ? changed : changed.slice(0, Math.max(1, count));
}

/** Tells the members of those that are new. */
export function tell(room: Room, clicks: RecentClick[]): void {
  const fresh = clicks.filter(({ click }) => know(room, click.id));
  if (fresh.length === 0) return;
  room.told.push(...fresh);
  if (room.told.length > MAX_TOLD) room.told.splice(0, room.told.length - MAX_TOLD);
  for (const onClicks of room.members) onClicks(fresh);
}

/** Whether it was not known before. */
export function know(room: Room, id: string): boolean {
  const span = Math.floor(timeOfClick(id) / SPAN_MS);
  const ids = room.known.get(span) ?? new Set();
  room.known.set(span, ids);
  const before = ids.size;
  return ids.add(id).size > before;
}

/** Forgets the clicks before that instant. */
export function forgetBefore(room: Room, from: number): void {
  for (const span of room.known.keys()) if ((span + 1) * SPAN_MS <= from) room.known.delete(span);
}

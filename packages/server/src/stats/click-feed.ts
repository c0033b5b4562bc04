import {
  askIds,
  askSpanClicks,
  askSpans,
  type RecentClick,
  SPAN_MS,
} from "../analytics/questions/click-recent.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { MINUTE_MS } from "../lib/time.ts";
import { changedSpans, forgetBefore, know, newRoom, type OnClicks, type Room, tell } from "./click-rooms.ts";
import type { ReadView } from "./click-view.ts";

/** Each node brings its clicks to the store once a second. */
const POLL_MS = 500;
/** How late a click may come to the store and still be told. */
const REACH_MS = 15 * MINUTE_MS;
/** After a failure the reach stays where it was for that long: other nodes may bring what they held back a little later. */
const CALM_MS = 2 * MINUTE_MS;
/** Whoever was cut off comes back, and goes on where it was. */
const LINGER_MS = MINUTE_MS;
const LOG_PAUSE_MS = 10_000;

export type ClickFeed = {
  /** From now on tells of each click of the workspace once, as soon as the store has it, whoever recorded it. */
  join(workspaceId: string, onClicks: OnClicks): Promise<Membership>;
  stop(): void;
};
export type Membership = {
  /** What was told of late, in that order. */
  told(): readonly RecentClick[];
  leave(): void;
};

type Feed = {
  ctx: ClickCtx;
  readView: ReadView;
  rooms: Map<string, Room>;
  /** The instant from which on clicks are looked at. */
  from: number;
  /** When the store was last asked with success, and when without. */
  readAt: number;
  failedAt: number;
  timer?: Timer | undefined;
};

/**
 * One source for all who listen on this node: the click store, asked twice a second while anybody does. It is asked how many clicks
 * each span of time has, and for the clicks of those that have more than are known; so one that comes late is told when it comes.
 */
export function createClickFeed(ctx: ClickCtx, readView: ReadView): ClickFeed {
  const never = Number.NEGATIVE_INFINITY;
  const feed: Feed = { ctx, readView, rooms: new Map(), from: 0, readAt: never, failedAt: never };
  return {
    async join(workspaceId, onClicks) {
      const room = feed.rooms.get(workspaceId) ?? openRoom(feed, workspaceId);
      room.members.add(onClicks);
      feed.timer ??= setTimeout(() => void run(feed), POLL_MS).unref();
      await room.opening;
      return {
        told: () => room.told,
        leave() {
          room.members.delete(onClicks);
          room.leftAt = ctx.now();
        },
      };
    },
    stop() {
      feed.rooms.clear();
      clearTimeout(feed.timer);
    },
  };
}

function openRoom(feed: Feed, workspaceId: string): Room {
  moveOn(feed);
  const room = newRoom();
  feed.rooms.set(workspaceId, room);
  async function open(): Promise<void> {
    const view = await feed.readView(new Set([workspaceId]));
    for (const { id } of await askIds(feed.ctx.analytics, view, workspaceId, feed.from)) know(room, id);
    room.isOpen = true;
  }
  room.opening = open().catch((error: unknown) => {
    feed.rooms.delete(workspaceId);
    throw error;
  });
  return room;
}

async function run(feed: Feed): Promise<void> {
  try {
    const now = feed.ctx.now();
    await poll(feed);
    feed.readAt = now;
  } catch (error) {
    const now = feed.ctx.now();
    if (now - feed.failedAt > LOG_PAUSE_MS)
      feed.ctx.log.warn({ err: error }, "streams of clicks wait for the click store");
    feed.failedAt = now;
  }
  feed.timer = feed.rooms.size > 0 ? setTimeout(() => void run(feed), POLL_MS).unref() : undefined;
}

async function poll(feed: Feed): Promise<void> {
  moveOn(feed);
  const { ctx, rooms, readView } = feed;
  const ids = [...rooms].flatMap(([id, room]) => (room.isOpen ? [id] : []));
  if (ids.length === 0) return;
  const spans = changedSpans(rooms, await askSpans(ctx.analytics, ids, feed.from));
  if (spans.length === 0) return;
  const view = await readView(new Set(spans.map(({ workspace }) => workspace)));
  const clicks = await askSpanClicks(ctx.analytics, view, spans);
  for (const [id, those] of Map.groupBy(clicks, ({ workspace }) => workspace)) {
    const room = rooms.get(id);
    if (room) tell(room, those);
  }
}

/** Forgets what is too old to be looked at, and rooms that nobody came back to. */
function moveOn(feed: Feed): void {
  const now = feed.ctx.now();
  if (feed.rooms.size === 0) feed.readAt = now;
  if (feed.rooms.size === 0 || now - feed.failedAt > CALM_MS) {
    const reach = Math.floor((feed.readAt - REACH_MS) / SPAN_MS) * SPAN_MS;
    feed.from = Math.max(feed.from, reach);
  }
  for (const [id, room] of feed.rooms) {
    if (room.members.size === 0 && now - room.leftAt > LINGER_MS) feed.rooms.delete(id);
    forgetBefore(room, feed.from);
  }
}

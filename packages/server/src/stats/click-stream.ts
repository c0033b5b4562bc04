import { type ClickStreamQuery, timeOfClick } from "@visoli/contract/click";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { iso } from "../lib/time.ts";
import { type Audience, createAudiences, selectionOf } from "./click-audiences.ts";
import { clickEvent, endEvent, GREETING, missedEvent, SLOW } from "./click-events.ts";
import { createClickFeed } from "./click-feed.ts";
import { type Hearing, release } from "./click-hearing.ts";
import { createListener } from "./click-listener.ts";
import { missedClicks } from "./click-missed.ts";
import { createSlots } from "./click-slots.ts";
import type { ReadView } from "./click-view.ts";
import { requireSingleClicks } from "./gate.ts";

const LIMITS = { perWorkspace: 500, total: 5_000 };

export type StreamRequest = {
  actor: Actor;
  query: ClickStreamQuery;
  /** Who asks, asked again. @throws auth.unauthenticated */
  recheck(): Promise<Actor>;
  /** Whoever asked is gone. */
  signal: AbortSignal;
};
export type OpenStream = (request: StreamRequest) => Promise<ReadableStream<Uint8Array>>;

/** Clicks as they come, as server-sent events. */
export function createStreams(ctx: ClickCtx, readView: ReadView, draining: AbortSignal): OpenStream {
  const slots = createSlots("streams", LIMITS);
  const readMissed = missedClicks(ctx, readView);
  const audiences = createAudiences(ctx, createClickFeed(ctx, readView), draining);

  return async ({ actor, query, recheck, signal }) => {
    guard(actor, "stats:read");
    await requireSingleClicks(ctx, actor);
    const { lastEventId, ...filters } = query;
    const free = slots.take(actor.workspaceId);
    let audience: Audience | undefined;
    const listener = createListener(SLOW, () => {
      free();
      if (audience) audiences.leave(audience, listener);
    });
    const hearing: Hearing = { held: [], sent: new Set() };
    try {
      audience = await audiences.enter({ actor, filters, recheck }, listener, hearing);
      // A link that is not there is refused, not listened for.
      const selection = await selectionOf(ctx, audience);
      const told = audience.membership.told();
      const missed = lastEventId === undefined ? [] : await readMissed(selection, told, lastEventId);
      listener.begin([GREETING, ...(missed === null ? [gap(lastEventId)] : missed.map(clickEvent))]);
      release(listener, hearing, new Set(missed?.map(({ id }) => id)));
    } catch (error) {
      free();
      if (audience) audiences.leave(audience, listener);
      throw error;
    }
    signal.addEventListener("abort", () => void listener.stream.cancel().catch(() => {}));
    if (draining.aborted) listener.end(endEvent(null));
    return listener.stream;
  };

  function gap(after = ""): Uint8Array {
    const now = ctx.now();
    return missedEvent(iso(Math.min(timeOfClick(after), now)), iso(now));
  }
}

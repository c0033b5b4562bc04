import type { ClickFilters } from "@visoli/contract/click";
import type { RecentClick } from "../analytics/questions/click-recent.ts";
import type { Selection } from "../analytics/where.ts";
import { type Actor, actorName } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { ProblemError } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { clickEvent, endEvent, HEARTBEAT } from "./click-events.ts";
import type { ClickFeed, Membership } from "./click-feed.ts";
import { type Hearing, hear } from "./click-hearing.ts";
import type { Listener } from "./click-listener.ts";
import { clickMatcher } from "./click-match.ts";
import { clickSelection } from "./click-selection.ts";
import { requireSingleClicks } from "./gate.ts";

const TICK_MS = 5_000;
const TICKS_A_HEARTBEAT = 3;

export type Asked = {
  actor: Actor;
  filters: ClickFilters;
  /** Who that is by now. @throws auth.unauthenticated */
  recheck(): Promise<Actor>;
};

/** All who listen with one key and one question: what they get is worked out once. */
export type Audience = Asked & {
  key: string;
  listeners: Map<Listener, Hearing>;
  membership: Membership;
  /** One batch after the other. */
  telling: Promise<void>;
};

export type Audiences = {
  /** Lets the listener hear what comes from now on. */
  enter(asked: Asked, listener: Listener, hearing: Hearing): Promise<Audience>;
  leave(audience: Audience, listener: Listener): void;
};

export function createAudiences(ctx: ClickCtx, feed: ClickFeed, draining: AbortSignal): Audiences {
  const opening = new Map<string, Promise<Audience>>();
  const open = new Set<Audience>();
  let timer: Timer | undefined;

  draining.addEventListener("abort", () => {
    for (const audience of open) close(audience, null);
    feed.stop();
  });

  return {
    async enter(asked, listener, hearing) {
      const key = `${asked.actor.workspaceId} ${actorName(asked.actor)} ${JSON.stringify(asked.filters)}`;
      for (;;) {
        const one = opening.get(key) ?? openAudience(ctx, feed, open, { ...asked, key });
        opening.set(key, one);
        const audience = await one.catch((error: unknown) => {
          opening.delete(key);
          throw error;
        });
        // The last of them may have left meanwhile.
        if (!open.has(audience)) continue;
        audience.listeners.set(listener, hearing);
        timer ??= everyTick(ctx, open);
        return audience;
      }
    },
    leave(audience, listener) {
      audience.listeners.delete(listener);
      if (audience.listeners.size > 0 || !open.delete(audience)) return;
      audience.membership.leave();
      opening.delete(audience.key);
      if (open.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
  };
}

async function openAudience(
  ctx: ClickCtx,
  feed: ClickFeed,
  open: Set<Audience>,
  asked: Asked & { key: string },
): Promise<Audience> {
  const listeners: Audience["listeners"] = new Map();
  const membership = await feed.join(asked.actor.workspaceId, (clicks) => {
    audience.telling = audience.telling
      .then(() => tell(ctx, audience, clicks))
      .catch((error: unknown) => {
        if (!(error instanceof ProblemError)) ctx.log.warn({ err: error }, "streams of clicks were ended");
        close(audience, error);
      });
  });
  const audience: Audience = { ...asked, listeners, membership, telling: Promise.resolve() };
  open.add(audience);
  return audience;
}

/** Which clicks they get, as of now; of those on the links `among`, where there are such. @throws link.not_found, folder.not_found, request.invalid */
export function selectionOf(ctx: ClickCtx, { actor, filters }: Asked, among?: string[]): Promise<Selection> {
  return clickSelection(ctx, actor, filters, among);
}

/** What may be seen is asked anew each time: a link may have gone where the key does not see it. */
async function tell(ctx: ClickCtx, audience: Audience, clicks: RecentClick[]): Promise<void> {
  const links = clicks.map(({ click }) => click.link);
  const matches = clickMatcher(await selectionOf(ctx, audience, links));
  const wanted = clicks.filter(matches).map(({ click }) => ({ id: click.id, bytes: clickEvent(click) }));
  if (wanted.length > 0) hear(audience.listeners, wanted);
}

function close(audience: Audience, error: unknown): void {
  const lastWords = endEvent(error);
  for (const listener of [...audience.listeners.keys()]) listener.end(lastWords);
}

function everyTick(ctx: ClickCtx, open: Set<Audience>): Timer {
  let ticks = 0;
  const tick = () => {
    ticks++;
    for (const audience of open) {
      void check(ctx, audience);
      if (ticks % TICKS_A_HEARTBEAT !== 0) continue;
      for (const listener of audience.listeners.keys()) listener.send(HEARTBEAT, 0);
    }
  };
  return setInterval(tick, TICK_MS).unref();
}

async function check(ctx: ClickCtx, audience: Audience): Promise<void> {
  try {
    guard(await audience.recheck(), "stats:read");
    await requireSingleClicks(ctx, audience.actor);
  } catch (error) {
    // A database that is away says nothing of the key.
    if (error instanceof ProblemError) close(audience, error);
  }
}

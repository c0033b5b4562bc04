import type { Click } from "@visoli/contract/click";
import { VisoliError } from "@visoli/sdk";
import type { ClickStreamOptions } from "@visoli/sdk/clicks";
import { useEffect, useRef, useState } from "react";
import { visoliBy } from "../../lib/api.ts";
import { merged } from "./merged.ts";
import { watchedFetch } from "./watched-fetch.ts";

/** The stream makes up for an hour. */
const MOST_BEHIND_MS = 50 * 60_000;
/** Clicks that come at once are shown at once. */
const GATHER_MS = 250;

export type LiveState = "connecting" | "connected" | "away" | "paused";
export type Live = {
  state: LiveState;
  /** Newest first. */
  clicks: readonly Click[];
  hasMissed: boolean;
  problem: unknown;
};

const NOTHING: Live = { state: "connecting", clicks: [], hasMissed: false, problem: undefined };

/** Clicks as they come, while the page is seen and nobody holds it; a break is mended, and what came meanwhile with it. */
export function useLive(
  filters: ClickStreamOptions,
  known: readonly Click[] | undefined,
  isHeld: boolean,
): Live {
  const [live, setLive] = useState(NOTHING);
  const isHidden = useIsHidden();
  const last = useRef<string>(undefined);
  const key = JSON.stringify(filters);
  useEffect(() => {
    last.current = undefined;
    setLive(NOTHING);
  }, [key]);
  const isReady = known !== undefined;
  const latest = useRef(known);
  latest.current = known;
  useEffect(() => {
    if (isHidden || isHeld || !isReady) {
      if (isReady) setLive((before) => ({ ...before, state: "paused" }));
      return;
    }
    const abort = new AbortController();
    const tell = (isConnected: boolean) =>
      !abort.signal.aborted &&
      setLive((before) => ({ ...before, state: isConnected ? "connected" : "away" }));
    setLive((before) => ({ ...before, state: "connecting" }));
    const lastEventId = last.current ?? startOf(latest.current);
    const options = { ...(JSON.parse(key) as ClickStreamOptions), lastEventId };
    const events = visoliBy(watchedFetch(tell)).clicks.stream(options, { signal: abort.signal });
    const gathered = gather((clicks) =>
      setLive((before) => ({ ...before, clicks: merged(clicks, before.clicks) })),
    );
    const listen = async () => {
      for await (const event of events) {
        if (event.event === "missed") setLive((before) => ({ ...before, hasMissed: true }));
        else {
          last.current = event.id;
          gathered(event.click);
        }
      }
    };
    listen().catch((problem) => {
      if (!abort.signal.aborted) setLive((before) => ({ ...before, state: "away", problem }));
    });
    return () => abort.abort();
  }, [key, isHidden, isHeld, isReady]);
  return { ...live, clicks: merged(live.clicks, known ?? []) };
}

/** From the newest one that is known on, so that none is lost between; what is older than that is no longer told. */
function startOf(known: readonly Click[] | undefined): string | undefined {
  const [newest] = known ?? [];
  return newest && Date.now() - Date.parse(newest.at) < MOST_BEHIND_MS ? newest.id : undefined;
}

/** Hands on what came within a moment together. */
function gather(take: (clicks: Click[]) => void): (click: Click) => void {
  let waiting: Click[] = [];
  return (click) => {
    if (waiting.push(click) > 1) return;
    setTimeout(() => {
      take(waiting);
      waiting = [];
    }, GATHER_MS);
  };
}

function useIsHidden(): boolean {
  const [isHidden, setHidden] = useState(document.hidden);
  useEffect(() => {
    const look = () => setHidden(document.hidden);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return isHidden;
}

export const isOfPlan = (problem: unknown): problem is VisoliError =>
  problem instanceof VisoliError && problem.status === 402;

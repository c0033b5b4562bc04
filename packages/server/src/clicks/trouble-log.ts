import type { Log } from "../core/ctx.ts";
import { MINUTE_MS } from "../lib/time.ts";
import type { JournalStatus } from "./outlet.ts";

export type JournalLog = Pick<Log, "info" | "warn" | "error">;
type Figures = { heldBytes: number; droppedClicks: number; err?: unknown };

const WORDS = {
  full: "the journal has no room (its bound, or its share of the disk); clicks wait in memory",
  failing: "the journal cannot be written; clicks wait in memory",
};

/** Tells the operator when trouble begins, gets worse and ends, and in between once a minute: not once for each click. */
export function createTroubleLog(log: JournalLog): (status: JournalStatus, figures: Figures) => void {
  let told = { status: "ok" as JournalStatus, droppedClicks: 0, at: 0 };

  function isNews(status: JournalStatus, droppedClicks: number): boolean {
    const isFirstDropped = droppedClicks > 0 && told.droppedClicks === 0;
    return status !== told.status || isFirstDropped || performance.now() - told.at >= MINUTE_MS;
  }

  return (status, figures) => {
    const { droppedClicks } = figures;
    if (!isNews(status, droppedClicks)) return;
    if (status === "ok") log.info(figures, "the journal is written again");
    else if (droppedClicks > told.droppedClicks) log.error(figures, `${WORDS[status]}; the rest is dropped`);
    else log.error(figures, WORDS[status]);
    told = { status, droppedClicks, at: performance.now() };
  };
}

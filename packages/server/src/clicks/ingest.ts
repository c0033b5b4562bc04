import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { AnalyticsUnavailable } from "../analytics/client.ts";
import { type Faults, noFaults } from "../lib/faults.ts";
import { type IngestCounts, type InsertDependencies, insertSegment, noCounts } from "./insert-segment.ts";
import type { Journal } from "./journal.ts";
import { listSegmentsBeside } from "./segments.ts";
import { keepRefused } from "./whole-lines.ts";

/** Moves clicks from the journal into the click store. */
export type Ingest = {
  /**
   * Moves every click that is there, oldest first; gives back how many. A segment may be sent twice (the process may end between
   * insert and removal), but its token makes it count once. Ends early, between two segments, once the signal says so.
   * @throws where the store is away or takes nothing
   */
  run(signal?: AbortSignal): Promise<number>;
  counts: IngestCounts;
};

export type IngestDependencies = Omit<InsertDependencies, "counts"> & {
  journal: Journal;
  faults?: Faults;
  /** What becomes of a segment that the store has; it goes unless told. */
  handOn?: (name: string) => Promise<void>;
};

/** A store that refuses so many segments in a row takes none; the rest need not be tried. */
const REFUSALS_IN_A_ROW = 8;
/** A segment that was refused so many times, each time after another was taken, is itself at fault. */
const REFUSALS_OF_ONE = 10;
const SEGMENTS_PER_REPORT = 100;

export function createIngest({ faults = noFaults, ...dependencies }: IngestDependencies): Ingest {
  const remove = async (name: string) => unlinkSync(join(dependencies.folder, name));
  const counts = noCounts();
  const refusals = new Map<string, number>();
  return {
    counts,
    run: (signal) =>
      ingest(
        { handOn: remove, ...dependencies, counts, refusals, faults, taken: 0, inARow: 0, refusal: null },
        signal,
      ),
  };
}

type Run = InsertDependencies & {
  journal: Journal;
  faults: Faults;
  handOn(name: string): Promise<void>;
  /** How often each segment was refused while others were taken; those wait until the end of a run. */
  refusals: Map<string, number>;
  taken: number;
  inARow: number;
  refusal: unknown;
};

async function ingest(run: Run, signal?: AbortSignal): Promise<number> {
  const { journal, folder, refusals, counts } = run;
  const before = counts.clicks;
  const waiting = async (wereRefused: boolean) => {
    const names = await listSegmentsBeside(folder);
    return names.filter((name) => name !== journal.openSegment() && refusals.has(name) === wereRefused);
  };
  const again = await waiting(true);
  // While the store is away this fails on what waits already, and the open segment goes on filling.
  await takeAll(run, await waiting(false), signal);
  if (!signal?.aborted) journal.seal();
  await takeAll(run, await waiting(false), signal);
  await takeAll(run, again, signal);
  if (run.refusal && run.taken === 0) throw run.refusal;
  return counts.clicks - before;
}

async function takeAll(run: Run, names: string[], signal?: AbortSignal): Promise<void> {
  const { log, counts } = run;
  for (const [index, name] of names.entries()) {
    if (signal?.aborted) return;
    if (index > 0 && index % SEGMENTS_PER_REPORT === 0)
      log.info({ segments: names.length - index, ingested: counts.clicks }, "the journal is being drained");
    try {
      await take(run, name);
    } catch (error) {
      if (error instanceof AnalyticsUnavailable) throw error;
      refuse(run, name, error);
      if (run.taken === 0 && run.inARow >= REFUSALS_IN_A_ROW) throw error;
    }
  }
}

async function take(run: Run, name: string): Promise<void> {
  const { faults, handOn, counts, refusals } = run;
  faults("ingest.inserting");
  const clicks = await insertSegment(run, name);
  faults("ingest.inserted");
  await handOn(name);
  faults("ingest.removed");
  counts.clicks += clicks;
  refusals.delete(name);
  run.taken++;
}

/** One segment must not hold up the others for ever; but only where the store takes others it is the segment's fault. */
function refuse(run: Run, name: string, err: unknown): void {
  const { folder, log, counts, refusals } = run;
  const times = (refusals.get(name) ?? 0) + (run.taken > 0 ? 1 : 0);
  refusals.set(name, times);
  run.refusal = err;
  run.inARow++;
  // Where nothing was taken the whole run fails, and whoever started it says so.
  if (run.taken > 0) log.warn({ segment: name, times, err }, "the click store does not take a segment");
  if (times < REFUSALS_OF_ONE) return;
  keepRefused(folder, name);
  refusals.delete(name);
  counts.refusedSegments++;
  log.error(
    { segment: name, err },
    "the click store takes others, but not this segment; it is in journal/refused",
  );
}

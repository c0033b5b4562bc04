import { type LoadResult, startLoad } from "./load.ts";
import { startWatch, untilIngested } from "./measure.ts";
import type { Bench } from "./suite.ts";
import { readCounters, type Visoli } from "./visoli.ts";

/** Redirects a second, whatever else the service does: far less than it can, so that their times tell how long they were kept waiting. */
export const PACE = 2_000;
/** So many that each waits 100 ms on average: one that is kept waiting leaves the others' requests coming. */
const CONNECTIONS = 200;
const CONNECT_MS = 500;

/** Redirects at a steady pace while something else was done. */
export type Beside = LoadResult & {
  /** CPU seconds of the service, until the last click is in the ledger. */
  cpu: number;
  foreignCores: number;
};

export function loadAtPace(links: number) {
  return { asking: "links", links, connections: CONNECTIONS, perSecond: PACE } as const;
}

/** Does the work while links are asked for at the pace; gives back what it gave, and how the redirects fared. */
export async function besideRedirects<Result>(
  { folder, links }: Bench,
  visoli: Visoli,
  work: () => Promise<Result>,
): Promise<{ result: Result; beside: Beside }> {
  const before = await readCounters(visoli);
  const watch = startWatch(visoli);
  const load = startLoad(folder, visoli, { ...loadAtPace(links), seconds: 3_600 });
  await Bun.sleep(CONNECT_MS);
  const result = await work();
  load.interrupt();
  const seen = await load.result;
  await untilIngested(visoli, before);
  const { cpu, foreignCores } = watch.stop(seen);
  return { result, beside: { ...seen, cpu, foreignCores } };
}

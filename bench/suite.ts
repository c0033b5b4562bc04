import type { Load } from "./load.ts";
import { measurePlain, measureVisoli, type Run } from "./measure.ts";
import type { Service } from "./nginx.ts";
import { countLinks } from "./preload.ts";
import { type Memory, memoryOf } from "./processes.ts";
import { withClock } from "./progress.ts";
import { clicksInStatistics, type Visoli } from "./visoli.ts";

export type Bench = { folder: string; links: number; seconds: number; repeats: number; apiKey: string };
/** A run of Visoli and the run of nginx right before it. */
export type Pair = { nginx: Run; visoli: Run };

const WARM_UP_SECONDS = 4;
const LATENCY_SECONDS = 3;

/** nginx and Visoli in turns, after a warm-up of both. */
export async function measureRedirects(
  bench: Bench,
  nginx: Service,
  visoli: Visoli,
  name: string,
): Promise<Pair[]> {
  const load = loadOf(bench, { connections: 64 });
  const warmUp = { ...load, seconds: WARM_UP_SECONDS };
  await measurePlain(bench.folder, nginx, warmUp);
  await measureVisoli(bench.folder, visoli, warmUp);
  return repeat(bench, `redirects, ${name}`, load, nginx, visoli);
}

/** The same with a single connection: how long one answer takes when nobody else asks. */
export function measureLatency(bench: Bench, nginx: Service, visoli: Visoli): Promise<Pair[]> {
  const load = loadOf(bench, { connections: 1, seconds: LATENCY_SECONDS });
  return repeat(bench, "one connection", load, nginx, visoli);
}

/** Slugs that do not exist, each another one: the dearest way to be told 404. */
export function measureMissing(bench: Bench, visoli: Visoli): Promise<Run[]> {
  return repeatVisoli(bench, "unknown slugs", loadOf(bench, { asking: "missing", connections: 64 }), visoli);
}

export type Creates = { runs: Run[]; isComplete: boolean };

/** Links made one by one through the API; complete where the database holds every one that was answered. */
export async function measureCreates(bench: Bench, visoli: Visoli): Promise<Creates> {
  const before = countLinks(bench.folder);
  const load = loadOf(bench, { asking: "create", connections: 16, apiKey: bench.apiKey });
  const runs = await repeatVisoli(bench, "creating links", load, visoli);
  const answered = runs.reduce((sum, run) => sum + run.answered, 0);
  const made = countLinks(bench.folder) - before;
  return { runs, isComplete: made >= answered && made <= answered + 16 * runs.length };
}

/** Whether the statistics know as many clicks as went into the ledger since the data began. */
export async function areClicksInStatistics(
  bench: Bench,
  visoli: Visoli,
  ingested: number,
): Promise<boolean> {
  return (await clicksInStatistics(visoli, bench.apiKey)) === ingested;
}

export function memoryAtRest({ pids }: Service): Memory {
  return memoryOf(pids);
}

function loadOf({ links, seconds }: Bench, load: Partial<Load> & { connections: number }): Load {
  return { asking: "links", links, seconds, ...load };
}

async function repeat(
  bench: Bench,
  name: string,
  load: Load,
  nginx: Service,
  visoli: Visoli,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let turn = 1; turn <= bench.repeats; turn++) {
    const what = `${name} ${turn}/${bench.repeats}`;
    const plain = measurePlain(bench.folder, nginx, load);
    const first = await withClock(`${what}: nginx `, load.seconds, plain);
    const second = measureVisoli(bench.folder, visoli, load);
    pairs.push({ nginx: first, visoli: await withClock(`${what}: Visoli`, load.seconds + 1, second) });
  }
  return pairs;
}

async function repeatVisoli(bench: Bench, name: string, load: Load, visoli: Visoli): Promise<Run[]> {
  const runs: Run[] = [];
  for (let turn = 1; turn <= bench.repeats; turn++) {
    const run = measureVisoli(bench.folder, visoli, load);
    runs.push(await withClock(`${name} ${turn}/${bench.repeats}`, load.seconds + 1, run));
  }
  return runs;
}

import { availableParallelism } from "node:os";

/** Test files that one process of `bun test` runs, one after the other, and how long each test may take. */
export type Job = { files: string[]; timeoutMs: number };

/**
 * What is beside the code, then whole journeys, which take longer. The times are no promise of how long a test takes: they end one that
 * hangs, and a busy machine may take ten times as long as a quiet one.
 */
const KINDS = [
  { folders: ["packages/", "scripts/", "test/"], timeoutMs: 120_000, filesPerJob: 40 },
  { folders: ["e2e/"], timeoutMs: 300_000, filesPerJob: 8 },
];

/** So many processes run at once: more would not be quicker, and tests that wait for something get less of a turn. */
export const LANES = Math.min(2, availableParallelism());

/**
 * Divides the files into jobs, every file into one. A job starts a process, and an engine in it: so it is long enough for that not to
 * matter, and short enough for the lanes to end at about the same time, whatever takes long.
 */
export function jobsOf(files: string[]): Job[] {
  const left = new Set(files);
  const jobs = KINDS.map(({ folders, timeoutMs, filesPerJob }) => {
    const own = files.filter((file) => folders.some((folder) => file.startsWith(folder)));
    for (const file of own) left.delete(file);
    return piecesOf(own, filesPerJob).map((piece) => ({ files: piece, timeoutMs }));
  });
  if (left.size > 0) throw new Error(`nobody runs ${[...left].join(", ")}`);
  return inTurns(jobs);
}

/** Runs the jobs, as many at once as there are lanes, each as soon as one is free; the results in the order of the jobs. */
export async function runJobs<Result>(
  jobs: readonly Job[],
  lanes: number,
  run: (job: Job) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...jobs.entries()];
  async function lane(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, job] = next;
      results[place] = await run(job);
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

/** Pieces of about the same length, none above `most`. Neighbours go into different ones: what takes long often lies together. */
function piecesOf(files: string[], most: number): string[][] {
  const count = Math.ceil(files.length / most);
  return Array.from({ length: count }, (_, piece) => files.filter((_, place) => place % count === piece));
}

/** The first of each kind, then the second of each: journeys wait more than they compute, so they run beside what does not. */
function inTurns(kinds: Job[][]): Job[] {
  const most = Math.max(0, ...kinds.map((jobs) => jobs.length));
  return Array.from({ length: most }, (_, turn) => kinds.flatMap((jobs) => jobs[turn] ?? [])).flat();
}

import { type Beside, besideRedirects, loadAtPace } from "./beside.ts";
import { createByStream } from "./bulk.ts";
import { measurePlain, type Run } from "./measure.ts";
import type { Service } from "./nginx.ts";
import { countLinks } from "./preload.ts";
import { stop } from "./processes.ts";
import { createProgress, withClock } from "./progress.ts";
import { onEnd } from "./scope.ts";
import type { Bench } from "./suite.ts";
import type { Visoli } from "./visoli.ts";

const BY_STREAM = 100_000;
const SECONDS = 4;

/** One stream of links, and how fast it was. */
export type Stream = { count: number; seconds: number };
/** Redirects alone, a stream alone, and both at once, in turns: with the same links, on the same machine, minutes apart at most. */
export type Streams = {
  links: number;
  redirects: Beside[];
  streams: Stream[];
  both: (Stream & { beside: Beside })[];
  /** The database holds every link that was answered. */
  isComplete: boolean;
};
/** nginx at the same pace, alone and beside a process that would take a whole core: what the machine itself does to redirects. */
export type Neighbours = { alone: Run[]; beside: Run[] };

export async function measureStreams(bench: Bench, visoli: Visoli): Promise<Streams> {
  const { folder, links, repeats } = bench;
  const [redirects, streams, both]: [Beside[], Stream[], Streams["both"]] = [[], [], []];
  const before = countLinks(folder);
  for (let turn = 1; turn <= repeats; turn++) {
    const what = `${turn}/${repeats}, among ${links.toLocaleString("en")} links`;
    const alone = besideRedirects(bench, visoli, () => Bun.sleep(SECONDS * 1_000));
    redirects.push((await withClock(`redirects alone ${what}`, SECONDS, alone)).beside);
    streams.push(await stream(bench, visoli, `stream alone ${what}`));
    const { result, beside } = await besideRedirects(bench, visoli, () =>
      stream(bench, visoli, `stream beside redirects ${what}`),
    );
    both.push({ ...result, beside });
  }
  const answered = [...streams, ...both].reduce((sum, { count }) => sum + count, 0);
  const made = countLinks(folder) - before;
  return {
    links,
    redirects,
    streams,
    both,
    isComplete: made === answered && made === 2 * repeats * BY_STREAM,
  };
}

async function stream({ apiKey }: Bench, visoli: Visoli, what: string): Promise<Stream> {
  const show = createProgress(what, BY_STREAM);
  const start = performance.now();
  const count = await createByStream(visoli, apiKey, BY_STREAM, show);
  return { count, seconds: (performance.now() - start) / 1_000 };
}

export async function measureNeighbours(
  { folder, links, repeats }: Bench,
  nginx: Service,
): Promise<Neighbours> {
  const load = { ...loadAtPace(links), seconds: SECONDS };
  const [alone, beside]: [Run[], Run[]] = [[], []];
  for (let turn = 1; turn <= repeats; turn++) {
    const measure = (what: string) =>
      withClock(`nginx ${what} ${turn}/${repeats}`, SECONDS, measurePlain(folder, nginx, load));
    alone.push(await measure("alone"));
    const neighbour = Bun.spawn([process.execPath, "-e", "for (;;);"], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    onEnd(() => stop(neighbour));
    beside.push(await measure("beside a busy process"));
    await stop(neighbour);
  }
  return { alone, beside };
}

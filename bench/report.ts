import type { LinksAtWork } from "./link-work.ts";
import type { Run } from "./measure.ts";
import type { Memory } from "./processes.ts";
import { streamTable } from "./stream-report.ts";
import type { Neighbours, Streams } from "./streams.ts";
import type { Creates, Pair } from "./suite.ts";
import { figure, median, table } from "./table.ts";
import { workTable } from "./work-report.ts";

export type Results = {
  machine: Record<string, string>;
  settings: { links: number; seconds: number; repeats: number; largeCache: number };
  redirects: { name: string; pairs: Pair[]; memory: Memory; startSeconds: number }[];
  latency: Pair[];
  missing: Run[];
  creates: Creates | null;
  links: LinksAtWork | null;
  streams: Streams[];
  neighbours: Neighbours | null;
  /** Whether /api/v1/stats knows as many clicks as the ledger took, all runs together. */
  statisticsComplete: boolean;
};

const MAX_FOREIGN_CORES = 0.2;
const HEAD = [
  "median of the runs",
  "req/s",
  "min-max",
  "of nginx",
  "p50 ms",
  "p99 ms",
  "CPU us",
  "x nginx",
  "drain s",
  "later us",
];

/** Everything as text to be read. */
export function reportOf(results: Results): string {
  const { machine, settings, redirects, latency, missing, creates, links: work } = results;
  const { streams, neighbours } = results;
  const rows = [
    HEAD,
    ...redirects.flatMap(({ name, pairs }, at) =>
      pairRows(at === 0 ? "nginx, 64 connections" : "nginx again", name, pairs),
    ),
    ...(latency.length > 0 ? pairRows("nginx, 1 connection", "Visoli, 1 connection", latency) : []),
    ...(missing.length > 0 ? [row("Visoli, unknown slugs (404)", missing)] : []),
    ...(creates ? [row("Visoli, links created, 16 connections", creates.runs)] : []),
    ...(work
      ? [
          row("Visoli, one link asked for", work.rules.plain),
          row("the same, by the last of 10 rules", work.rules.ruled),
        ]
      : []),
  ];
  const about = Object.entries(machine).map(([name, value]) => `${name}: ${value}`);
  const { seconds, repeats, links } = settings;
  const what = `${repeats} x ${seconds} s each, ${links.toLocaleString("en")} links asked for at random`;
  const below = [
    ...(work ? [workTable(work.works), ""] : []),
    ...(streams.length > 0 ? [streamTable(streams, neighbours), ""] : []),
  ];
  const text = [
    "",
    ...about,
    what,
    "",
    ...(rows.length > 1 ? [table(rows), ""] : []),
    ...below,
    ...(redirects.length > 0 ? [...memoryLines(results), ""] : []),
    ...checks(results),
    "",
  ];
  return text.join("\n");
}

function pairRows(plain: string, name: string, pairs: Pair[]): string[][] {
  const ratio = (read: (run: Run) => number) =>
    figure(median(pairs.map((pair) => read(pair.visoli) / read(pair.nginx))));
  const own = row(
    name,
    pairs.map((pair) => pair.visoli),
  );
  own[3] = ratio((run) => run.perSecond);
  own[7] = ratio((run) => run.cpuUs);
  return [
    row(
      plain,
      pairs.map((pair) => pair.nginx),
    ),
    own,
  ];
}

function row(name: string, runs: Run[]): string[] {
  const rates = runs.map((run) => run.perSecond);
  const middle = (read: (run: Run) => number) => figure(median(runs.map(read)));
  return [
    name,
    figure(median(rates)),
    `${figure(Math.min(...rates))}-${figure(Math.max(...rates))}`,
    "",
    middle((run) => run.p50Ms),
    middle((run) => run.p99Ms),
    middle((run) => run.cpuUs),
    "",
    middle((run) => run.drainSeconds),
    middle((run) => run.laterUs),
  ];
}

function memoryLines({ redirects }: Results): string[] {
  return redirects.map(({ name, pairs, memory, startSeconds }) => {
    const peak = (read: (memory: Memory) => number) =>
      figure(Math.max(...pairs.map((pair) => read(pair.visoli.peak))));
    const load = `under load up to ${peak((each) => each.rssMb)} (${peak((each) => each.pssMb)})`;
    const rest = `at rest ${figure(memory.rssMb)} MB RSS (${figure(memory.pssMb)} PSS)`;
    return `${name}: ${rest}, ${load}, first answer after ${figure(startSeconds)} s (npm's own processes included)`;
  });
}

/** What must hold for the numbers to mean anything, each with its verdict. */
export function checks(results: Results): string[] {
  const pairs = [...results.redirects.flatMap((each) => each.pairs), ...results.latency];
  const visoli = pairs.map((pair) => pair.visoli);
  const all = [
    ...pairs.flatMap((pair) => [pair.nginx, pair.visoli]),
    ...results.missing,
    ...(results.creates?.runs ?? []),
    ...(results.links ? [...results.links.rules.plain, ...results.links.rules.ruled] : []),
    ...(results.links?.works ?? []).map(({ beside }) => beside),
    ...results.streams.flatMap(({ redirects, both }) => [...redirects, ...both.map(({ beside }) => beside)]),
  ];
  const clicks = visoli.reduce((sum, run) => sum + run.clicks, 0);
  const counted = visoli.every((run) => run.clicks >= run.requests && run.clicks <= run.requests + 64);
  const whole = all.every((run) => run.broken === 0) && visoli.every((run) => run.refused === 0);
  const foreign = all.map((run) => run.foreignCores);
  const busy = foreign.filter((cores) => cores > MAX_FOREIGN_CORES).length;
  return [
    verdict(
      counted,
      `clicks counted are the redirects answered, up to 64 under way at the end: ${clicks.toLocaleString("en")}`,
    ),
    verdict(results.statisticsComplete, "the statistics know every click of the ledger"),
    ...(results.creates
      ? [verdict(results.creates.isComplete, "the database holds every link whose creation was answered")]
      : []),
    ...(results.links
      ? [verdict(results.links.isComplete, "the database holds every link that a bulk request was answered")]
      : []),
    ...results.streams.map(({ isComplete }) =>
      verdict(isComplete, "the database holds every link that a stream was answered"),
    ),
    verdict(whole, "no request without an answer, no redirect refused"),
    verdict(
      busy === 0,
      `others used ${figure(median(foreign))} cores (median), ${figure(Math.max(...foreign))} (most); ${busy} of ${foreign.length} runs above ${MAX_FOREIGN_CORES}`,
    ),
  ];
}

function verdict(isGood: boolean, text: string): string {
  return `${isGood ? "ok     " : "WARNING"} ${text}`;
}

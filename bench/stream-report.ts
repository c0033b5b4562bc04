import { PACE } from "./beside.ts";
import type { LoadResult } from "./load.ts";
import type { Neighbours, Stream, Streams } from "./streams.ts";
import { figure, median, table } from "./table.ts";

const HEAD = ["links", "links/s", "min-max", "redirects/s", "p50 ms", "p99 ms", "min-max", "longest ms"];
const NONE = ["-", "-"];

/** Streams and redirects, each alone and both at once; below them what the machine does to nginx at the same pace. */
export function streamTable(all: Streams[], neighbours: Neighbours | null): string {
  const rows = all.flatMap(({ links, redirects, streams, both }) => {
    const among = links.toLocaleString("en");
    const besides = both.map(({ beside }) => beside);
    return [
      ["redirects alone", among, ...NONE, ...cells(redirects)],
      ["streams of 100,000 alone", among, ...rates(streams), ...["-", "-", "-", "-", "-"]],
      ["both", among, ...rates(both), ...cells(besides)],
    ];
  });
  const plain = neighbours && [
    ["nginx alone", "-", ...NONE, ...cells(neighbours.alone)],
    ["nginx beside a busy process", "-", ...NONE, ...cells(neighbours.beside)],
  ];
  const title = `streams, ${PACE.toLocaleString("en")} redirects a second`;
  return table([[title, ...HEAD], ...rows, ...(plain ?? [])]);
}

function rates(streams: Stream[]): string[] {
  const each = streams.map(({ count, seconds }) => count / seconds);
  return [figure(median(each)), range(each)];
}

function cells(runs: LoadResult[]): string[] {
  const p99 = runs.map((run) => run.p99Ms);
  return [
    figure(median(runs.map((run) => run.perSecond))),
    figure(median(runs.map((run) => run.p50Ms))),
    figure(median(p99)),
    range(p99),
    figure(Math.max(...runs.map((run) => run.longestMs))),
  ];
}

function range(values: number[]): string {
  return `${figure(Math.min(...values))}-${figure(Math.max(...values))}`;
}

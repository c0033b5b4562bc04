import { PACE } from "./beside.ts";
import type { Work } from "./link-work.ts";
import { figure, median, table } from "./table.ts";

const HEAD = ["links", "a second", "ms each", "CPU us each", "redirects' p50 ms", "p99 ms", "longest ms"];

/** What each work took, and how long redirects waited meanwhile. */
export function workTable(works: Work[]): string {
  return table([[`beside ${PACE.toLocaleString("en")} redirects a second`, ...HEAD], ...works.map(row)]);

  function row({ name, links, count, seconds, timesMs, beside }: Work): string[] {
    const alone = works.find((each) => each.links === links && each.count === 0)?.beside;
    const cpuOfRedirects = alone ? (alone.cpu / alone.requests) * beside.requests : Number.NaN;
    return [
      name,
      links.toLocaleString("en"),
      figure(count > 0 ? count / seconds : Number.NaN),
      figure(median(timesMs)),
      figure(count > 0 ? ((beside.cpu - cpuOfRedirects) / count) * 1e6 : Number.NaN),
      figure(beside.p50Ms),
      figure(beside.p99Ms),
      figure(beside.longestMs),
    ];
  }
}

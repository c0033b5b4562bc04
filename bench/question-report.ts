import { PACE } from "./beside.ts";
import type { QuestionWork } from "./question-work.ts";
import type { QuestionResults, QuestionsSoFar } from "./questions.ts";
import { figure, median, table } from "./table.ts";

/** What was last measured, on a line of its own. */
export function lastOf({
  rows,
  filledSeconds,
  summedSeconds,
  bytesPerClick,
  ...more
}: QuestionsSoFar): string {
  const last = rows.at(-1);
  if (more.ingestPerSecond !== undefined)
    return `ingest: ${Math.round(more.ingestPerSecond)} clicks a second`;
  if (last) {
    const times = [last.coldMs, last.p50Ms, last.p95Ms].map(Math.round);
    return `${last.name}: cold ${times[0]} ms, p50 ${times[1]} ms, p95 ${times[2]} ms, bare SQL ${Math.round(last.bareMs)} ms`;
  }
  if (bytesPerClick && summedSeconds !== undefined)
    return `${bytesPerClick.single.toFixed(1)} bytes a click; summed up in ${Math.round(summedSeconds)} s`;
  return `made in ${Math.round(filledSeconds ?? 0)} s`;
}

/** What was asked of so many clicks, and how long it took. */
export function reportOfQuestions({
  clicks,
  summedSeconds,
  bytesPerClick,
  bytesByColumn,
  ingestPerSecond,
  rssMb,
  rows,
}: QuestionResults): string {
  const columns = Object.entries(bytesByColumn).filter(([, bytes]) => bytes >= 0.1);
  const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0);
  const lines = rows.map(({ name, coldMs, p50Ms, p95Ms, bareMs }) => [
    name,
    ...[coldMs, p50Ms, p95Ms, bareMs].map(ms),
    (p50Ms / bareMs).toFixed(2),
  ]);
  const rate = Math.round(ingestPerSecond).toLocaleString("en");
  return [
    table([["page", "cold ms", "p50 ms", "p95 ms", "bare SQL ms", "x bare"], ...lines]),
    `${clicks.toLocaleString("en")} clicks; ${bytesPerClick.single.toFixed(1)} bytes each on disk and ${bytesPerClick.sums.toFixed(1)} of sums, made in ${summedSeconds.toFixed(0)} s; ingest ${rate} clicks a second; ${Math.round(rssMb)} MB in memory`,
    `Bytes a click by column: ${columns.map(([name, bytes]) => `${name} ${bytes}`).join(", ")}`,
  ].join("\n\n");
}

const TIMES = ["p50 ms", "p99 ms", "longest ms"];

/** How redirects and dashboards fared beside each other: of rates and quantiles the medians of the runs, and the longest of all. */
export function reportOfBeside(works: QuestionWork[]): string {
  const head = ["dashboards", "a second", ...TIMES, "redirects a second", ...TIMES, "broken"];
  const rows = [...Map.groupBy(works, ({ loops }) => loops)].map(([loops, runs]) => {
    const middle = (read: (run: QuestionWork) => number) => figure(median(runs.map(read)));
    const times = runs.flatMap(({ timesMs }) => timesMs).sort((a, b) => a - b);
    const quantile = (part: number) => figure(times[Math.floor(times.length * part)] ?? Number.NaN);
    return [
      loops === 0 ? "none" : `${loops} at a time`,
      middle(({ timesMs, seconds }) => (loops === 0 ? Number.NaN : timesMs.length / seconds)),
      ...[quantile(0.5), quantile(0.99), figure(times.at(-1) ?? Number.NaN)],
      middle(({ beside }) => beside.perSecond),
      middle(({ beside }) => beside.p50Ms),
      middle(({ beside }) => beside.p99Ms),
      figure(Math.max(...runs.map(({ beside }) => beside.longestMs))),
      `${runs.reduce((sum, { beside }) => sum + beside.broken + beside.refused, 0)}`,
    ];
  });
  const foreign = Math.max(...works.map(({ beside }) => beside.foreignCores));
  const note = `${PACE.toLocaleString("en")} redirects a second are asked for; others used up to ${figure(foreign)} cores`;
  return [table([head, ...rows]), note].join("\n\n");
}

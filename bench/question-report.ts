import type { QuestionResults } from "./questions.ts";
import { table } from "./table.ts";

/** What was asked of so many clicks, and how long it took. */
export function reportOfQuestions({
  clicks,
  bytesPerClick,
  ingestPerSecond,
  rssMb,
  rows,
}: QuestionResults): string {
  const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0);
  const lines = rows.map(({ name, coldMs, p50Ms, p95Ms, bareMs }) => [
    name,
    ...[coldMs, p50Ms, p95Ms, bareMs].map(ms),
    (p50Ms / bareMs).toFixed(2),
  ]);
  const rate = Math.round(ingestPerSecond).toLocaleString("en");
  return [
    table([["page", "cold ms", "p50 ms", "p95 ms", "bare SQL ms", "x bare"], ...lines]),
    `${clicks.toLocaleString("en")} clicks; ${bytesPerClick.toFixed(1)} bytes each on disk; ingest ${rate} clicks a second; ${Math.round(rssMb)} MB in memory`,
  ].join("\n\n");
}

import { ALL_METRICS, type Metric, type SomeCounts } from "@visoli/contract/stats";
import type { Source } from "./asked.ts";

/** The metrics as columns of a `select`. */
export function countColumns(source: Source, metrics: readonly Metric[]): string {
  return metrics.map((metric) => `${source.metrics[metric]} as ${metric}`).join(", ");
}

/** What was asked for of a row's counts, in the contract's order; nothing where there is no row. */
export function countsOf(row: SomeCounts | undefined, metrics: readonly Metric[]): SomeCounts {
  const asked = ALL_METRICS.filter((metric) => metrics.includes(metric));
  return Object.fromEntries(asked.map((metric) => [metric, row?.[metric] ?? 0]));
}

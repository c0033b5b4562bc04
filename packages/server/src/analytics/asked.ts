import type { Interval, Metric } from "@visoli/contract/stats";
import type { ColumnDimension, Where } from "./where.ts";

/** What a question reads: a table, which of its rows, and how each metric is had from its columns. */
export type Source = {
  table: string;
  where: Where;
  /** The columns that metrics are made of. */
  columns: readonly string[];
  metrics: Partial<Record<Metric, string>>;
  /** What holds of a group that has visits at all, where there can be others: sums of what was taken back are none. */
  having?: string;
};

/** What a question wants to know of the selected visits. */
export type Asked = {
  metrics: readonly Metric[];
  /** What groups are made by. */
  keys?: readonly ({ dimension: ColumnDimension } | { pairs: unknown })[];
  interval?: Interval | undefined;
  /** Where it matters that there is a row, and not only what rows add up to. */
  isOfRows?: boolean;
  /** Where several groups are counted as one, in which a visitor of two of them is one. */
  isOfGroups?: boolean;
};

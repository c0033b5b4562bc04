import type { Dimension } from "@visoli/contract/dimensions";
import type { SomeCounts, Stats } from "@visoli/contract/stats";
import type { StatsOptions } from "@visoli/sdk/stats";
import { visoli } from "../../lib/api.ts";

/** As many as the API answers in one look. */
const MOST = 12;

/** A value of a dimension and what is counted of it; `value` is money, a decimal. */
export type Entry = { name: string } & Omit<SomeCounts, "value"> & { value?: string | undefined };
type Batch = {
  dimensions: Set<Dimension>;
  waiting: number;
  abort: AbortController;
  answer: Promise<Stats>;
};

const open = new Map<string, Batch>();

/** The entries of a list. Lists of the same question that are asked for at once go out as one request. */
export async function loadList(
  question: StatsOptions,
  dimension: Dimension,
  signal: AbortSignal,
): Promise<Entry[]> {
  const batch = join(question, dimension);
  const leave = () => {
    batch.waiting -= 1;
    if (batch.waiting === 0) batch.abort.abort();
  };
  signal.addEventListener("abort", leave);
  try {
    const { lists } = await batch.answer;
    return (lists?.[dimension] ?? []).map((entry) => entryOf(entry, dimension));
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

function join(question: StatsOptions, dimension: Dimension): Batch {
  const key = JSON.stringify(question);
  const known = open.get(key);
  const batch =
    known && (known.dimensions.size < MOST || known.dimensions.has(dimension)) ? known : begin(key);
  batch.dimensions.add(dimension);
  batch.waiting += 1;
  return batch;

  function begin(at: string): Batch {
    const abort = new AbortController();
    const dimensions = new Set<Dimension>();
    // All that one rendering asks for does so before the next turn.
    const answer = new Promise((resolve) => setTimeout(resolve, 0)).then(() => {
      if (open.get(at) === made) open.delete(at);
      return visoli.stats.get({ ...question, lists: [...dimensions] }, { signal: abort.signal });
    });
    const made: Batch = { dimensions, waiting: 0, abort, answer };
    open.set(at, made);
    return made;
  }
}

/** A list's entry, with its value under one name. */
export function entryOf(entry: Record<string, unknown>, dimension: Dimension): Entry {
  const { [dimension]: name, ...counts } = entry;
  return { ...counts, name: String(name ?? "") };
}

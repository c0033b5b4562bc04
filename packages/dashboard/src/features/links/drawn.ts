import type { VirtualItem } from "@tanstack/react-virtual";
import type { Link } from "@visoli/contract/link";
import type { Chosen } from "./chosen.ts";
import type { RowDoes } from "./row-menu.tsx";

export type ListProps = {
  rows: readonly Link[];
  chosen: Chosen;
  does: RowDoes;
  hasMore: boolean;
  onNeedMore(): void;
};

/** What a row or card is drawn of. While somebody scrolls, those that are there already stay as they are. */
export type RowProps = Pick<ListProps, "chosen" | "does"> & {
  link: Link;
  index: number;
  isFocused: boolean;
  hasStatistics: boolean;
  counts: readonly number[] | undefined;
};

export function rowPropsOf(
  { chosen, does, focused, hasStatistics, clicks }: Drawn,
  link: Link,
  index: number,
) {
  return {
    chosen,
    does,
    hasStatistics,
    link,
    index,
    isFocused: focused === index,
    counts: clicks.get(link.id),
  };
}

/** What rows and cards are drawn of: those in sight, and how much room the others take. */
export type Drawn = Omit<ListProps, "hasMore" | "onNeedMore"> & {
  items: VirtualItem[];
  before: number;
  after: number;
  /** The row that the keys are at. */
  focused: number;
  hasStatistics: boolean;
  clicks: ReadonlyMap<string, number[]>;
};

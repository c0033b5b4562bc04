import type { Link } from "@visoli/contract/link";
import { useRef, useState } from "react";

export type Chosen = {
  links: ReadonlyMap<string, Link>;
  /** Chooses one or lets it go; with `isRange` all from the last one on. */
  toggle(index: number, isRange?: boolean): void;
  toggleAll(): void;
  clear(): void;
};

/** Which of the rows are chosen. */
export function useChosen(rows: readonly Link[]): Chosen {
  const [links, setLinks] = useState<ReadonlyMap<string, Link>>(new Map());
  const last = useRef(0);
  return {
    links,
    toggle: (index, isRange = false) => {
      setLinks(toggled(rows, links, index, isRange ? last.current : index));
      last.current = index;
    },
    toggleAll: () =>
      setLinks(links.size >= rows.length ? new Map() : new Map(rows.map((link) => [link.id, link]))),
    clear: () => setLinks(new Map()),
  };
}

/** What is chosen once everything from one row to another is as the row at `index` becomes. */
export function toggled(
  rows: readonly Link[],
  chosen: ReadonlyMap<string, Link>,
  index: number,
  from: number,
): Map<string, Link> {
  const next = new Map(chosen);
  const isOn = !chosen.has(rows[index]?.id ?? "");
  for (const link of rows.slice(Math.min(index, from), Math.max(index, from) + 1)) {
    if (isOn) next.set(link.id, link);
    else next.delete(link.id);
  }
  return next;
}

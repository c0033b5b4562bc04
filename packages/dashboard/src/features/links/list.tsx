import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useMedia } from "../../lib/use-media.ts";
import { Cards } from "./cards.tsx";
import { useRecentClicks } from "./clicks.ts";
import type { ListProps } from "./drawn.ts";
import { useRowKeys } from "./row-keys.ts";
import { Rows } from "./rows.tsx";

const ROW_PX = 60;
const CARD_PX = 104;
const OVERSCAN = 8;
/** So many rows before the end the next page is asked for. */
const AHEAD = 60;

/** An endless list: only what is in sight is drawn. */
export function List({ rows, chosen, does, hasMore, onNeedMore }: ListProps) {
  const isWide = useMedia("(min-width: 48rem)");
  const hasStatistics = useMedia("(min-width: 80rem)");
  const top = useRef<HTMLDivElement>(null);
  const margin = useTop(top);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (isWide ? ROW_PX : CARD_PX),
    overscan: OVERSCAN,
    scrollMargin: margin,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  useEffect(() => {
    void isWide;
    virtual.measure();
  }, [isWide, virtual]);
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const focused = useRowKeys(rows, virtual, chosen, does);
  const clicks = useRecentClicks(rows, first, last, hasStatistics);
  const isNear = hasMore && last >= rows.length - AHEAD;
  useEffect(() => {
    if (isNear) onNeedMore();
  }, [isNear, onNeedMore]);
  const before = (items[0]?.start ?? margin) - margin;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin);
  const drawn = { rows, chosen, does, items, before, after, focused, hasStatistics, clicks };
  return <div ref={top}>{isWide ? <Rows {...drawn} /> : <Cards {...drawn} />}</div>;
}

/** How far down the page it begins. */
function useTop(element: React.RefObject<HTMLDivElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const box = element.current?.getBoundingClientRect();
      if (box) setTop(Math.round(box.top + scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}

import type { Virtualizer } from "@tanstack/react-virtual";
import type { Link } from "@visoli/contract/link";
import { useState } from "react";
import { useShortcut } from "../../lib/shortcuts.ts";
import type { Chosen } from "./chosen.ts";
import type { RowDoes } from "./row-menu.tsx";

/** Moves through the rows by keys, and does things to the one they are at: -1 while they are at none. */
export function useRowKeys(
  rows: readonly Link[],
  virtual: Virtualizer<Window, Element>,
  chosen: Chosen,
  does: RowDoes,
): number {
  const [focused, setFocused] = useState(-1);
  /** Where the focus is, else where the keys were last. */
  const here = () => {
    const id = document.activeElement?.closest("[data-row]")?.getAttribute("data-row");
    const found = id ? rows.findIndex((link) => link.id === id) : -1;
    return found >= 0 ? found : Math.min(focused, rows.length - 1);
  };
  const move = (by: number) => {
    if (rows.length === 0) return;
    const next = Math.max(0, Math.min(rows.length - 1, here() + by));
    virtual.scrollToIndex(next, { align: "auto" });
    setFocused(next);
    // It is drawn already where the list need not scroll, and focused before: then nothing changes.
    document.querySelector<HTMLElement>(`[data-link="${rows[next]?.id}"]`)?.focus({ preventScroll: true });
  };
  const at = (act: (index: number, link: Link) => void) => () => {
    const link = rows[here()];
    if (link) act(here(), link);
  };
  useShortcut("j", () => move(1));
  useShortcut("arrowdown", () => move(1));
  useShortcut("k", () => move(-1));
  useShortcut("arrowup", () => move(-1));
  useShortcut(
    "x",
    at((index) => chosen.toggle(index)),
  );
  useShortcut(
    "e",
    at((_, link) => does.edit(link)),
  );
  return focused;
}

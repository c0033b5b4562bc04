import { mkdirSync, renameSync, unlinkSync } from "node:fs";
import { join } from "node:path";

/** Where segments wait whose clicks are in the store, and somebody is still to be told of them. */
export function toldFolder(journalFolder: string): string {
  return join(journalFolder, "to-tell");
}

/**
 * What becomes of a segment once the store has it: it goes, or is kept for whoever tells of clicks. Between the store's answer and this
 * the process may end; then both are done again, and the segment's token keeps its clicks from counting twice.
 */
export function handOn(
  folder: string,
  areClicksAwaited: () => Promise<boolean>,
): (name: string) => Promise<void> {
  const aside = toldFolder(folder);
  mkdirSync(aside, { recursive: true });
  return async (name) => {
    // Where nobody can say whether they are awaited, they are kept until somebody can.
    const isAwaited = await areClicksAwaited().catch(() => true);
    if (isAwaited) renameSync(join(folder, name), join(aside, name));
    else unlinkSync(join(folder, name));
  };
}

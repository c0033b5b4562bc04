import type { Click } from "@visoli/contract/click";

/** How many are kept on the page. */
export const MOST = 200;

/** Both together, each click once, newest first, and not more than fit. */
export function merged(newer: readonly Click[], older: readonly Click[]): Click[] {
  const byId = new Map([...older, ...newer].map((click) => [click.id, click]));
  return [...byId.values()].sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, MOST);
}

import type { HistoryEntry } from "@visoli/contract/history";

/** What became of a field, as people would say it. */
export type Difference = { field: string } & (
  | { kind: "values"; from: string | number | boolean | null; to: string | number | boolean | null }
  | { kind: "list"; added: string[]; removed: string[] }
  /** Too much for words: as it was written. */
  | { kind: "whole"; from: unknown; to: unknown }
  | { kind: "secret" }
);

/** A change field by field. A password is never told, only that it changed. */
export function differencesOf({ changes }: Pick<HistoryEntry, "changes">): Difference[] {
  const names = Object.keys(changes).filter((name) => name !== "hasPassword" || !("password" in changes));
  return names.map((field) => {
    const [from, to] = changes[field] ?? [null, null];
    return { field, ...differenceOf(field, from, to) };
  });
}

type Plain = string | number | boolean | null;
type Told =
  | { kind: "values"; from: Plain; to: Plain }
  | { kind: "list"; added: string[]; removed: string[] }
  | { kind: "whole"; from: unknown; to: unknown }
  | { kind: "secret" };

function differenceOf(field: string, from: unknown, to: unknown): Told {
  if (field === "password") return { kind: "secret" };
  if (isPlain(from) && isPlain(to)) return { kind: "values", from, to };
  const [before, after] = [listOf(from), listOf(to)];
  if (before && after) {
    const [added, removed] = [without(after, before), without(before, after)];
    if (added.length + removed.length > 0) return { kind: "list", added, removed };
  }
  return { kind: "whole", from, to };
}

const isPlain = (value: unknown): value is Plain => value === null || typeof value !== "object";
const without = (list: string[], other: string[]) => list.filter((each) => !other.includes(each));

/** Of texts, or of names with texts; undefined for anything else. */
function listOf(value: unknown): string[] | undefined {
  if (value === null) return [];
  if (Array.isArray(value)) return value.every((each) => typeof each === "string") ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const entries = Object.entries(value);
  return entries.every(([, each]) => typeof each === "string")
    ? entries.map(([name, each]) => `${name}: ${each}`)
    : undefined;
}

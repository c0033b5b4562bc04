import type { AuditEntry } from "@visoli/contract/audit";

/** A field that was changed, before and after; or what something new was made of. */
export type Change = { field: string; before?: string; after: string };

/** What an entry says, line by line. */
export function changesOf({ changes }: Pick<AuditEntry, "changes">): Change[] {
  return Object.entries(changes).flatMap(([field, value]) => {
    if (isPair(value)) return [{ field, before: shown(value.from), after: shown(value.to) }];
    return value === null || value === undefined ? [] : [{ field, after: shown(value) }];
  });
}

function isPair(value: unknown): value is { from: unknown; to: unknown } {
  return typeof value === "object" && value !== null && "from" in value && "to" in value;
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const NAMING = ["name", "shortUrl", "title", "slug", "host", "email", "destination", "url"];

/** What the subject is called, as far as the entry itself says. */
export function subjectName(entry: Pick<AuditEntry, "changes">): string | undefined {
  const changes = changesOf(entry);
  for (const name of NAMING) {
    const found = changes.find(({ field }) => field === name);
    if (found?.after) return found.after;
  }
  return undefined;
}

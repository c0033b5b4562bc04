import { oneOf, textOf } from "../../lib/search.ts";

/** What actions begin with, in the order of the menu. */
export const TOPICS = [
  ...(["link", "tag", "folder", "template", "domain", "key", "webhook", "conversion"] as const),
  ...(["member", "invitation", "workspace", "billing", "notifications"] as const),
  ...(["report", "destination", "service"] as const),
] as const;
export type Topic = (typeof TOPICS)[number];

/** What the address says of the log: `from` and `to` are days of the browser's zone, both in. */
export type AuditSearch = { actor?: string; topic?: Topic; subject?: string; from?: string; to?: string };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const found = {
    ...{ actor: textOf(search.actor), topic: oneOf(search.topic, TOPICS), subject: textOf(search.subject) },
    ...{ from: dayOf(search.from), to: dayOf(search.to) },
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function dayOf(value: unknown): string | undefined {
  const day = textOf(value);
  return day && DAY.test(day) && !Number.isNaN(Date.parse(day)) ? day : undefined;
}

/** The same as the API asks for it. */
export function auditFilter({ actor, topic, subject, from, to }: AuditSearch) {
  return {
    ...(actor && { actor }),
    // `link` is how `links.create` begins, too.
    ...(topic && { action: topic === "link" ? "link" : `${topic}.` }),
    ...(subject && { subject }),
    ...(from && { from: startOf(from).toISOString() }),
    ...(to && { to: startOf(to, 1).toISOString() }),
  };
}

/** When a day of the browser's zone begins, or one some days later. */
function startOf(day: string, later = 0): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later);
}

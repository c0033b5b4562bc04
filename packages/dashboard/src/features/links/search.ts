import type { LinkStatus } from "@visoli/contract/link";
import type { LinkListOptions } from "@visoli/sdk/links";
import { oneOf, textOf } from "../../lib/search.ts";

/** Those that a list without a status shows, in the order of the menu. */
export const SHOWN = [
  "active",
  "scheduled",
  "expired",
  "disabled",
  "broken",
  "blocked",
] as const satisfies readonly LinkStatus[];
const STATUSES = [...SHOWN, "archived", "trashed"] as const satisfies readonly LinkStatus[];
export const SORTS = [
  "createdAt",
  "updatedAt",
  "expiresAt",
  "slug",
] as const satisfies readonly LinkListOptions["sort"][];
export type LinkSort = (typeof SORTS)[number];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What narrows the list down. */
export type LinksFilter = {
  q?: string;
  tag?: string;
  domain?: string;
  /** Its id. */
  folder?: string;
  status?: LinkStatus[];
  /** The id of a person or a key. */
  maker?: string;
  /** Days of the browser's zone, `2027-01-31`; both are in. */
  from?: string;
  to?: string;
};

/** What the address of the list of links says: what is looked for, in which order, and which panel is open beside. */
export type LinksSearch = Omit<LinksFilter, "status"> & {
  /** With commas between. */
  status?: string;
  sort?: LinkSort;
  order?: "asc" | "desc";
  /** `new`, `import`, or the id of the link that is changed. */
  panel?: string;
  /** The link that a new one is like. */
  like?: string;
  /** What a new one's slug is to begin with: somebody asked for it. */
  slug?: string;
  /** The topic of the form that is open. */
  topic?: string;
};

export function readLinksSearch(search: Record<string, unknown>): LinksSearch {
  const status = statusesOf(search.status).join(",");
  const found: Record<string, string | undefined> = {
    status: status === "" ? undefined : status,
    from: dayOf(search.from),
    to: dayOf(search.to),
    sort: oneOf(search.sort, SORTS),
    order: oneOf(search.order, ["asc", "desc"]),
  };
  for (const name of ["q", "tag", "domain", "folder", "maker", "panel", "like", "slug", "topic"] as const)
    found[name] = textOf(search[name]);
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

export function statusesOf(value: unknown): LinkStatus[] {
  const names = textOf(value)?.split(",") ?? [];
  return STATUSES.filter((status) => names.includes(status));
}

function dayOf(value: unknown): string | undefined {
  const day = textOf(value);
  return day && DAY.test(day) && !Number.isNaN(Date.parse(day)) ? day : undefined;
}

/** What the API is asked for. */
export function optionsOf(search: LinksSearch): LinkListOptions {
  const { q, tag, domain, folder, status, maker, from, to, sort, order } = search;
  return {
    ...(q && { search: q.slice(0, 200) }),
    ...(tag && { tag }),
    ...(domain && { domain }),
    ...(folder && { folder }),
    ...(status && { status }),
    ...(maker && { createdBy: maker }),
    ...(from && { createdAfter: new Date(`${from}T00:00`).toISOString() }),
    ...(to && { createdBefore: dayAfter(to) }),
    ...(sort && { sort }),
    ...(order && { order }),
  };
}

function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + 1);
  return date.toISOString();
}

/** How many filters are set beside the words and the kind of list. */
export function countFilters(search: LinksSearch): number {
  const { tag, domain, folder, maker, from, to } = search;
  const isNarrowed = statusesOf(search.status).some((status) => SHOWN.some((shown) => shown === status));
  return [tag, domain, folder, maker, from ?? to, isNarrowed].filter(Boolean).length;
}

/** Without any filter; the order stays. */
export function unfiltered({ sort, order }: LinksSearch): LinksSearch {
  return { ...(sort && { sort }), ...(order && { order }) };
}

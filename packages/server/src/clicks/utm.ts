import type { VisitedLink } from "../core/visit.ts";
import { memoByObject } from "../lib/memo.ts";
import { members } from "./step.ts";

const NAMES = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"] as const;
const MAX_LENGTH = 255;
const NONE = new Uint8Array();
/** Most addresses have none, and are not read any further. An underscore may be percent-encoded. */
const MAYBE_UTM = /utm(_|%5f)/i;

/** The campaign: what the short URL was asked with, else what the destination says. */
export function utmStep(): (link: VisitedLink, query: string) => Uint8Array {
  const ofLink = memoByObject((link: VisitedLink) => members(readUtm("", queryOf(link.url))));
  return (link, query) => {
    if (MAYBE_UTM.test(query)) return members(readUtm(query, queryOf(link.url)));
    return MAYBE_UTM.test(link.url) ? ofLink(link) : NONE;
  };
}

function readUtm(query: string, fallback: string): Record<(typeof NAMES)[number], string> {
  const own = new URLSearchParams(query);
  const other = new URLSearchParams(fallback);
  const read = (name: string) => (own.get(name) ?? other.get(name) ?? "").slice(0, MAX_LENGTH).toWellFormed();
  return Object.fromEntries(NAMES.map((name) => [name, read(name)])) as Record<
    (typeof NAMES)[number],
    string
  >;
}

function queryOf(url: string): string {
  return URL.parse(url)?.search ?? "";
}

import type { VisitedLink } from "../core/visit.ts";
import { memoByObject } from "../lib/memo.ts";
import { members } from "./step.ts";

const CAMPAIGN = ["utm_source", "utm_medium", "utm_campaign"] as const;
const NAMES = [...CAMPAIGN, "utm_term", "utm_content"] as const;
type Name = (typeof NAMES)[number];
const MAX_LENGTH = 255;
const NONE = new Uint8Array();
/** Most addresses have none, and are not read any further. An underscore may be percent-encoded. */
const MAYBE_UTM = /utm(_|%5f)/i;

/**
 * The campaign: what the short URL was asked with, else what the destination says. Term and content often stand for one
 * recipient, so of who wants to be left alone they are not kept.
 */
export function utmStep(): (link: VisitedLink, query: string, isPrivate: boolean) => Uint8Array {
  const ofLink = memoByObject((link: VisitedLink) => members(readUtm(NAMES, "", queryOf(link.url))));
  return (link, query, isPrivate) => {
    const isAsked = MAYBE_UTM.test(query);
    if (!isAsked && !MAYBE_UTM.test(link.url)) return NONE;
    if (isPrivate) return members(readUtm(CAMPAIGN, query, queryOf(link.url)));
    return isAsked ? members(readUtm(NAMES, query, queryOf(link.url))) : ofLink(link);
  };
}

function readUtm(names: readonly Name[], query: string, fallback: string): Partial<Record<Name, string>> {
  const own = new URLSearchParams(query);
  const other = new URLSearchParams(fallback);
  const read = (name: string) => (own.get(name) ?? other.get(name) ?? "").slice(0, MAX_LENGTH).toWellFormed();
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

function queryOf(url: string): string {
  return URL.parse(url)?.search ?? "";
}

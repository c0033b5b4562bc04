import type { Skipped, SkipReason, Utm } from "@visoli/contract/rewrite";
import { DestinationSchema, toLocation } from "@visoli/contract/url";
import type { FoundUrl } from "./found-url.ts";
import { hasMergeTag } from "./merge-tags.ts";
import { hostOf, skipList } from "./skip-list.ts";
import { withUtm } from "./utm.ts";

export type RewriteRules = {
  /** Patterns as `RewriteSchema` takes them. */
  skip: readonly string[];
  /** Hosts of short links, with the port where there is one: what leads there is short already. */
  ownDomains: readonly string[];
  utm?: Utm | undefined;
};

/** One destination, UTM parameters included, and everywhere it stands. */
export type RewriteTarget = { url: string; places: FoundUrl[] };
export type RewritePlan = { targets: RewriteTarget[]; skipped: Skipped[] };

const MAX_SHOWN_LENGTH = 500;
type Verdict = { url: string } | { reason: SkipReason };

/** Which destinations need a short link, each once, and which addresses are left alone and why; in the content's order. */
export function planRewrite(found: readonly FoundUrl[], rules: RewriteRules): RewritePlan {
  const judge = judgeBy(rules);
  const targets = new Map<string, RewriteTarget>();
  const skipped = new Map<string, Skipped>();
  for (const place of found) {
    const verdict = judge(place);
    if ("reason" in verdict) {
      countSkipped(skipped, place.url, verdict.reason);
      continue;
    }
    const key = toLocation(verdict.url) ?? verdict.url;
    const target = targets.get(key);
    if (target) target.places.push(place);
    else targets.set(key, { url: verdict.url, places: [place] });
  }
  return { targets: [...targets.values()], skipped: [...skipped.values()] };
}

/** The entry of `skipped` for a target that got no short link. */
export function refusedTarget({ url, places }: RewriteTarget): Skipped {
  return { url: shown(places[0]?.url ?? url), reason: "refused", count: places.length };
}

function judgeBy({ skip, ownDomains, utm }: RewriteRules): (found: FoundUrl) => Verdict {
  const isListed = skipList(skip);
  const own = new Set(ownDomains.map((domain) => domain.toLowerCase()));
  return (found) => {
    if (found.isMergeTag || hasMergeTag(found.url)) return { reason: "merge_tag" };
    const scheme = /^([a-z][a-z\d+.-]*):/i.exec(found.url)?.[1];
    if (scheme === undefined) return { reason: "not_absolute" };
    if (!/^https?$/i.test(scheme)) return { reason: "scheme" };
    const url = DestinationSchema.safeParse(found.url).success && URL.parse(found.url);
    if (!url || found.isGlued) return { reason: "invalid" };
    if (own.has(hostOf(url))) return { reason: "own_domain" };
    if (isListed(url)) return { reason: "skip_list" };
    const destination = withUtm(found.url, utm);
    return DestinationSchema.safeParse(destination).success ? { url: destination } : { reason: "invalid" };
  };
}

function countSkipped(skipped: Map<string, Skipped>, url: string, reason: SkipReason): void {
  const key = `${reason} ${url}`;
  const known = skipped.get(key);
  if (known) known.count++;
  else skipped.set(key, { url: shown(url), reason, count: 1 });
}

/** An image may be in its own address, whole. */
function shown(url: string): string {
  return url.length <= MAX_SHOWN_LENGTH ? url : `${url.slice(0, MAX_SHOWN_LENGTH - 1).toWellFormed()}…`;
}

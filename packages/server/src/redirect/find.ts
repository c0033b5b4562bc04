import { slugKey } from "@visoli/contract/slug";
import type { Domain } from "../core/domains.ts";
import type { KnownLink } from "./known-link.ts";
import type { LinkCache } from "./link-cache.ts";
import { type Prefix, prefixesOf, readPath } from "./path.ts";

/** A link, and what stands behind its slug in the path. */
export type Found = { link: KnownLink | null; rest: string };

type Links = Pick<LinkCache, "get">;
type MaybeLater<Value> = Value | Promise<Value>;

const NOTHING: Found = { link: null, rest: "" };

/** The link of just this path, without a look at what the path begins with. */
export function findExact(links: Links, domain: Domain, path: string): MaybeLater<KnownLink | null> {
  const asked = readPath(path);
  return asked ? links.get(domain.id, slugKey(asked.slug, domain.isCaseSensitive)) : null;
}

/** The link with the longest slug that the path begins with, of those that forward what follows. For paths that are no link's own. */
export function findByPrefix(links: Links, domain: Domain, path: string): MaybeLater<Found> {
  return firstForwarding(links, domain, prefixesOf(path), 0);
}

function firstForwarding(links: Links, domain: Domain, prefixes: Prefix[], start: number): MaybeLater<Found> {
  for (const [index, { slug, rest }] of prefixes.entries()) {
    if (index < start) continue;
    const found = links.get(domain.id, slugKey(slug, domain.isCaseSensitive));
    if (found instanceof Promise)
      return found.then((link) =>
        isForwarding(link) ? { link, rest } : firstForwarding(links, domain, prefixes, index + 1),
      );
    if (isForwarding(found)) return { link: found, rest };
  }
  return NOTHING;
}

function isForwarding(link: KnownLink | null): boolean {
  return link?.behaviour?.forwardPath ?? false;
}

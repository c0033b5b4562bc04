import QuickLRU from "quick-lru";
import type { FoundLink, Lookup } from "../db/lookup.ts";
import type { KnownLink } from "./known-link.ts";

export type LinkCache = {
  /** The link, or null; at once where it is known or the database answers at once. */
  get(domainId: string, slugKey: string): KnownLink | null | Promise<KnownLink | null>;
  /** Call after each write: what was known, and what is being asked right now, is not believed any more. */
  forget(domainId: string, slugKey: string): void;
  /** Call where a domain changed: what its links do may depend on it. */
  forgetAll(): void;
  counts: { hits: number; misses: number };
};

/**
 * Remembers the links and, apart from them, the slugs that do not exist, so that guesses cannot push out what is real.
 * Requests for an unknown slug at the same time ask the database once.
 */
export function createLinkCache(
  lookup: Lookup,
  size: number,
  compile: (found: FoundLink) => KnownLink | null,
): LinkCache {
  const links = new QuickLRU<string, KnownLink>({ maxSize: size });
  const missing = new QuickLRU<string, true>({ maxSize: Math.max(1, size >> 2) });
  const asking = new Map<string, Promise<KnownLink | null>>();
  const counts = { hits: 0, misses: 0 };

  function remember(key: string, found: FoundLink | null): KnownLink | null {
    const link = found && compile(found);
    if (link) links.set(key, link);
    else missing.set(key, true);
    return link;
  }

  function ask(key: string, answer: Promise<FoundLink | null>): Promise<KnownLink | null> {
    const promise: Promise<KnownLink | null> = answer
      .then((found) => {
        // A write came in between: answer with what was found, but do not keep it.
        if (asking.get(key) === promise) return remember(key, found);
        return found && compile(found);
      })
      .finally(() => {
        if (asking.get(key) === promise) asking.delete(key);
      });
    asking.set(key, promise);
    return promise;
  }

  return {
    get(domain, slug) {
      const key = `${domain}/${slug}`;
      const known = links.get(key);
      if (known) {
        counts.hits++;
        return known;
      }
      if (missing.has(key)) return null;
      counts.misses++;
      const underway = asking.get(key);
      if (underway) return underway;
      const answer = lookup(domain, slug);
      return answer instanceof Promise ? ask(key, answer) : remember(key, answer);
    },
    forget(domain, slug) {
      const key = `${domain}/${slug}`;
      links.delete(key);
      missing.delete(key);
      asking.delete(key);
    },
    forgetAll() {
      links.clear();
      missing.clear();
      asking.clear();
    },
    counts,
  };
}

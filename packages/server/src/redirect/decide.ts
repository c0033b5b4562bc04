import type { KnownLink } from "./link-cache.ts";

/** What becomes of a request for a short link. */
export type Outcome =
  | { kind: "redirect"; link: KnownLink }
  | { kind: "expired"; link: KnownLink }
  | { kind: "missing" };

/** Pure: the same link at the same instant gives the same outcome. */
export function decide(link: KnownLink | null, nowMs: number): Outcome {
  if (!link) return { kind: "missing" };
  if (link.expiresAt !== null && link.expiresAt <= nowMs) return { kind: "expired", link };
  return { kind: "redirect", link };
}

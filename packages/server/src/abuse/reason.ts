import { urlHash } from "../lib/hash.ts";

/** Who or what blocked a link. Its reason in the row is this, a colon, and words. */
export type Blocker = "admin" | "list" | "web_risk";

export function reasonText(by: Blocker, words: string): string {
  return `${by}: ${words}`;
}

/** What a list has blocked, a list lets go again; what a person has blocked, only a person does. */
export function isBlockedBy(by: Blocker, reason: string | null): boolean {
  return reason?.startsWith(`${by}: `) ?? false;
}

/** Stands as reason of a link that is not blocked: a person let it go, and lists shall not block it again for the same destinations. */
export function allowance(destinations: string[]): string {
  return `allowed: ${urlHash(JSON.stringify(destinations))}`;
}

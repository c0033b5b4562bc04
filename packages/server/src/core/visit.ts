import type { FoundLink } from "../db/lookup.ts";

/** What is recorded of the link; an orphan visit has one without id, whose slug is the path that was asked for. */
export type VisitedLink = Pick<FoundLink, "id" | "workspaceId" | "domain" | "slug" | "url">;

/** What was followed: the link itself, its QR code or its tracking pixel; or an address where no link is. */
export type Trigger = "" | "qr" | "open" | "orphan";

/** One request that is recorded, as the pipeline reads it. Lives in memory only: it holds the visitor's address. */
export type Visit = {
  link: VisitedLink;
  trigger: Trigger;
  /** The rule and the variant of a split that decided where it went; empty where none did. */
  rule: string;
  variant: string;
  /** Milliseconds since 1970. */
  at: number;
  address: string;
  agent: string;
  referrer: string;
  acceptLanguage: string;
  /** `Sec-Purpose` or what older browsers send instead: set when a browser looks ahead. */
  purpose: string;
  /** The query string of the short URL, without `?`. */
  query: string;
  /** The visitor, or the link's owner, wants no more than the count. */
  isPrivate: boolean;
  /** Where the click's id was handed out already: what it was made of. */
  nonce?: number | undefined;
};

/** Whether a browser with this `purpose` asks ahead of its person. */
export function isAhead(purpose: string): boolean {
  return /prefetch|prerender|preview/i.test(purpose);
}

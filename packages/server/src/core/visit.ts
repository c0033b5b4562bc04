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
  /** `Sec-Purpose` or `Purpose`: set when a browser looks ahead. */
  purpose: string;
  /** The query string of the short URL, without `?`. */
  query: string;
};

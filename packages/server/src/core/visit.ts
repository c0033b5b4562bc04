import type { FoundLink } from "../db/lookup.ts";

/** One request for a link that exists, as the pipeline reads it. Lives in memory only: it holds the visitor's address. */
export type Visit = {
  link: FoundLink;
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

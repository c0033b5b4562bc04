import { isAhead, type Trigger, type Visit, type VisitedLink } from "../core/visit.ts";
import type { Behaviour } from "./known-link.ts";

/** What is known of a visit beside the request itself. */
export type Visited = {
  link: VisitedLink & { behaviour?: Pick<Behaviour, "trackVisitors"> | null };
  trigger: Trigger;
  rule: string;
  variant: string;
  /** Where the click's id was handed out already: what it was made of. */
  nonce?: number | undefined;
};

/** The visit as it is recorded. */
export function visitOf(
  { headers }: Request,
  { link, trigger, rule, variant, nonce }: Visited,
  at: number,
  query: string,
  address: string,
): Visit {
  return {
    link,
    trigger,
    rule,
    variant,
    at,
    query,
    address,
    agent: headers.get("user-agent") ?? "",
    referrer: headers.get("referer") ?? "",
    acceptLanguage: headers.get("accept-language") ?? "",
    purpose: purposeOf(headers),
    isPrivate: isPrivate(headers, link),
    nonce,
  };
}

/** Whether the visitor, or the link's owner, wants no more than the count. */
export function isPrivate(headers: Headers, { behaviour }: Visited["link"]): boolean {
  return behaviour?.trackVisitors === false || hasOptedOut(headers);
}

const QR = /(?:^|&)qr=1(?:&|$)/;

/** QR codes of ours carry `qr=1` among their parameters. */
export function triggerOf(query: string): Trigger {
  return query !== "" && QR.test(query) ? "qr" : "";
}

/** Whether a browser asks ahead of its person. */
export function isPrefetch(headers: Headers): boolean {
  const purpose = purposeOf(headers);
  return purpose !== "" && isAhead(purpose);
}

/** The standard's name first; then what Chrome, Firefox and Safari called it before. */
function purposeOf(headers: Headers): string {
  return (
    headers.get("sec-purpose") ??
    headers.get("purpose") ??
    headers.get("x-moz") ??
    headers.get("x-purpose") ??
    ""
  );
}

/** Global Privacy Control, or its predecessor. */
function hasOptedOut(headers: Headers): boolean {
  return headers.get("sec-gpc") === "1" || headers.get("dnt") === "1";
}

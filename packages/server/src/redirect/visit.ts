import type { Trigger, Visit, VisitedLink } from "../core/visit.ts";

/** What is known of a visit beside the request itself. */
export type Visited = { link: VisitedLink; trigger: Trigger; rule: string; variant: string };

/** The visit as it is recorded. */
export function visitOf(
  { headers }: Request,
  { link, trigger, rule, variant }: Visited,
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
  };
}

const QR = /(?:^|&)qr=1(?:&|$)/;

/** QR codes of ours carry `qr=1` among their parameters. */
export function triggerOf(query: string): Trigger {
  return query !== "" && QR.test(query) ? "qr" : "";
}

/** Whether a browser asks ahead of its person. */
export function isPrefetch(headers: Headers): boolean {
  return purposeOf(headers).toLowerCase().includes("prefetch");
}

function purposeOf(headers: Headers): string {
  return headers.get("sec-purpose") ?? headers.get("purpose") ?? "";
}

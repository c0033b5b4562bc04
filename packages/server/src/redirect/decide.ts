import { SCANNER_NETWORKS } from "../lib/scanner-networks.ts";
import { destinationOf } from "./destination.ts";
import { forwardablePath, isWebLocation, withPath, withQuery } from "./forward.ts";
import type { Behaviour, KnownLink } from "./known-link.ts";
import type { Target } from "./rules/target.ts";
import type { Visitor } from "./visitor.ts";

type To = { link: KnownLink } & Target;

/** What becomes of a request for a short link. */
export type Outcome =
  | ({ kind: "redirect" } & To)
  /** The destination in a frame under the short address. */
  | ({ kind: "frame" } & To)
  /** A page that asks before it loads retargeting pixels, then goes on. */
  | ({ kind: "consent" } & To)
  /** An app's own scheme, with the web address for those who do not have the app. */
  | ({ kind: "app"; webLocation: string } & To)
  /** What crawlers of social networks are shown. */
  | { kind: "card"; link: KnownLink }
  /** Where the link would lead, for those who want to know before. */
  | ({ kind: "preview" } & To)
  | { kind: "password"; link: KnownLink }
  | { kind: "expired"; link: KnownLink; location: string | null }
  | { kind: "not_started"; link: KnownLink }
  | { kind: "disabled"; link: KnownLink }
  | { kind: "blocked"; link: KnownLink }
  | { kind: "missing" };

/** Pure and total: the same link, visitor and instant give the same outcome. The limit of `maxClicks` is counted after it. */
export function decide(link: KnownLink | null, visitor: Visitor, nowMs: number): Outcome {
  if (!link) return { kind: "missing" };
  const { behaviour } = link;
  const path = visitor.restOfPath === "" ? "" : pathFor(behaviour, visitor.restOfPath);
  if (path === null) return { kind: "missing" };
  if (link.blockedAt !== null) return { kind: "blocked", link };
  if (link.disabledAt !== null) return { kind: "disabled", link };
  if (link.startsAt !== null && link.startsAt > nowMs) return { kind: "not_started", link };
  if (link.expiresAt !== null && link.expiresAt <= nowMs)
    return { kind: "expired", link, location: behaviour?.expiredLocation ?? null };
  if (behaviour) return behave(link, behaviour, visitor, nowMs, path);
  const to = { link, location: link.location, rule: "", variant: "" };
  return visitor.wantsPreview ? { kind: "preview", ...to } : { kind: "redirect", ...to };
}

/** Most links lead to one place: an address below theirs is nobody's. */
function pathFor(behaviour: Behaviour | null, restOfPath: string): string | null {
  return behaviour?.forwardPath ? forwardablePath(restOfPath) : null;
}

function behave(
  link: KnownLink,
  behaviour: Behaviour,
  visitor: Visitor,
  nowMs: number,
  path: string,
): Outcome {
  const { passwordHash, preview, maxClicks, pixels, cloak } = behaviour;
  if (passwordHash !== null && !visitor.hasPassword(link, passwordHash)) return { kind: "password", link };
  // A chat that looks at what somebody wrote must not use up a limited link.
  const isForCards = preview !== null || maxClicks !== null;
  if (isForCards && !visitor.wantsPreview && isPreview(visitor)) return { kind: "card", link };
  const { isForPhone, location: destination, rule, variant } = destinationOf(link, behaviour, visitor, nowMs);
  const isWeb = isWebLocation(destination);
  const location = isWeb ? forwarded(destination, behaviour, visitor, path) : destination;
  const to = { link, location, rule, variant };
  if (visitor.wantsPreview) return { kind: "preview", ...to };
  if (isForPhone && !isWeb && isWebLocation(link.location))
    return { kind: "app", webLocation: forwarded(link.location, behaviour, visitor, path), ...to };
  if (pixels.length > 0 && visitor.agent.class === "human") return { kind: "consent", ...to };
  return { kind: cloak && isWeb ? "frame" : "redirect", ...to };
}

/** As the click will be classed: mail is scanned by networks that call themselves browsers. */
function isPreview({ agent, network }: Visitor): boolean {
  return agent.class === "preview" || (agent.class === "human" && SCANNER_NETWORKS.has(network.asn));
}

function forwarded(location: string, behaviour: Behaviour, visitor: Visitor, path: string): string {
  const deeper = withPath(location, path);
  return behaviour.forwardQuery ? withQuery(deeper, visitor.query) : deeper;
}

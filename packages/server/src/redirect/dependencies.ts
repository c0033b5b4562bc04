import type { Domains } from "../core/domains.ts";
import type { Visit } from "../core/visit.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import type { NewClickOf } from "../lib/click-id.ts";
import type { Outcome } from "./decide.ts";
import type { LinkCache } from "./link-cache.ts";
import type { CheckPassword } from "./password.ts";
import type { PasswordCookies } from "./password-cookie.ts";
import type { Uses } from "./uses.ts";
import type { Visitor, VisitorRequest } from "./visitor.ts";

/** What the redirect works with. */
export type RedirectDependencies = {
  links: Pick<LinkCache, "get">;
  domains: Domains;
  publicUrl: string;
  readAddress: ReadAddress;
  readVisitor(request: VisitorRequest): Visitor;
  /** Resolves once the click cannot be lost any more. */
  record(visit: Visit): Promise<void>;
  newClick: NewClickOf;
  uses: Uses;
  checkPassword: CheckPassword;
  passwordCookies: Pick<PasswordCookies, "issue">;
  /** Why a link was blocked, or null where that was not written down. */
  blockReason(linkId: string): Promise<string | null>;
  newRequestId(): string;
  now(): number;
  counts: RedirectCounts;
};

/** How many requests ended how, for the metrics. */
export type RedirectCounts = Record<Outcome["kind"], number>;

export function noOutcomes(): RedirectCounts {
  const going = { redirect: 0, frame: 0, consent: 0, app: 0, card: 0, preview: 0, password: 0 };
  return { ...going, expired: 0, not_started: 0, disabled: 0, blocked: 0, missing: 0 };
}

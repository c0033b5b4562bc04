import type { Asking } from "./asking.ts";
import type { Outcome } from "./decide.ts";
import type { RedirectDependencies } from "./dependencies.ts";
import { orphanOf } from "./orphan.ts";
import { triggerOf, type Visited, visitOf } from "./visit.ts";

/** The visitor's address; asked for only where it matters. */
export type AddressOf = (asking: Asking) => string;
/** Writes down who visited what; resolves once that cannot be lost any more. */
export type Record = (asking: Asking, visited: Visited, at: number) => Promise<void>;

export function addressReader({ readAddress }: Pick<RedirectDependencies, "readAddress">): AddressOf {
  return ({ request, server }) =>
    readAddress(() => server.requestIP(request)?.address ?? "", request.headers.get("x-forwarded-for"));
}

export function recorder({ record }: Pick<RedirectDependencies, "record">, addressOf: AddressOf): Record {
  return (asking, visited, at) =>
    record(visitOf(asking.request, visited, at, asking.at.query, addressOf(asking)));
}

/** What is recorded of the outcome: whoever was led on, crawlers that made a card, and addresses where no link is. */
export function visitedBy(asking: Asking, outcome: Outcome): Visited | null {
  switch (outcome.kind) {
    case "redirect":
    case "frame":
    case "consent":
    case "app": {
      const { link, rule, variant } = outcome;
      return { link, trigger: triggerOf(asking.at.query), rule, variant };
    }
    case "card":
      return { link: outcome.link, trigger: triggerOf(asking.at.query), rule: "", variant: "" };
    case "missing":
      return visitedNothing(asking);
    default:
      return null;
  }
}

/** A visit of an address where no link is. */
export function visitedNothing({ at, domain }: Asking): Visited {
  return { link: orphanOf(at, domain), trigger: "orphan", rule: "", variant: "" };
}

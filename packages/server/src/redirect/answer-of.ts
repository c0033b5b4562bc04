import { toLocation } from "@visoli/contract/url";
import type { Domain } from "../core/domains.ts";
import type { Outcome } from "./decide.ts";
import { framePage } from "./frame-page.ts";

/** What `answers.ts` gives the outcome, for those who only ask what it would be: the HTTP status, and where that leads. */
export function answerOf(outcome: Outcome, domain: Domain | null): { status: number; url: string | null } {
  switch (outcome.kind) {
    case "redirect":
      return { status: outcome.link.behaviour?.status ?? 302, url: outcome.location };
    case "frame": {
      const isFramed = framePage(outcome.link, outcome.location, "en") !== null;
      return { status: isFramed ? 200 : (outcome.link.behaviour?.status ?? 302), url: outcome.location };
    }
    case "consent":
    case "app":
    case "preview":
      return { status: 200, url: outcome.location };
    case "card":
      return { status: 200, url: null };
    case "password":
      return { status: 401, url: null };
    case "expired":
      return { status: outcome.location === null ? 410 : 302, url: outcome.location };
    case "blocked":
      return { status: 403, url: null };
    case "not_started":
    case "disabled":
      return { status: 404, url: null };
    case "missing": {
      const url = toLocation(domain?.settings.notFoundUrl ?? "");
      return { status: url === null ? 404 : 302, url };
    }
  }
}

import type { Domain } from "../core/domains.ts";
import type { VisitedLink } from "../core/visit.ts";
import type { Address } from "./asking.ts";

const MAX_LENGTH = 190;
/** What JSON would escape, and control characters: the click's row is written as bytes, without a look at what is in them. */
const UNFIT = /[\p{Cc}"\\]/gu;

/** What is recorded where no link is: the path that was asked for instead of a slug. */
export function orphanOf({ host, path }: Address, domain: Domain | null): VisitedLink {
  const asked = decoded(path);
  return {
    id: "",
    workspaceId: domain?.workspaceId ?? "",
    // Nobody's host stands for itself.
    domain: domain ? domain.id : plain(host.toLowerCase()),
    slug: plain(asked.slice(1)),
    url: "",
  };
}

function plain(text: string): string {
  return text.slice(0, MAX_LENGTH).toWellFormed().replace(UNFIT, "_");
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

import { normalizeSlug } from "@visoli/contract/slug";
import type { LinkReference } from "../db/links.ts";
import { storedDomain } from "./domain.ts";

/** Reads `lnk_...`, `ext_EXTERNALID` or `DOMAIN/SLUG`; anything else is an id that no link has. */
export function parseReference(config: { domain: string }, text: string): LinkReference {
  if (text.startsWith("ext_")) return { externalId: text.slice(4) };
  const slash = text.indexOf("/");
  if (slash < 0) return { id: text };
  const domain = storedDomain(config, text.slice(0, slash).toLowerCase());
  return { domain, slug: normalizeSlug(text.slice(slash + 1)) };
}

import { normalizeSlug } from "@visoli/contract/slug";
import type { LinkReference } from "../db/links.ts";

/** Reads `lnk_...`, `ext_EXTERNALID` or `DOMAIN/SLUG`; anything else is an id that no link has. */
export function parseReference(text: string): LinkReference {
  if (text.startsWith("ext_")) return { externalId: text.slice(4) };
  const slash = text.indexOf("/");
  if (slash < 0) return { id: text };
  return { domain: text.slice(0, slash).toLowerCase(), slug: normalizeSlug(text.slice(slash + 1)) };
}

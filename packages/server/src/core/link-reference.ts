import { normalizeHost } from "@visoli/contract/host";
import { slugKey } from "@visoli/contract/slug";
import type { LinkReference } from "../db/links.ts";
import type { Domains } from "./domains.ts";

/** Reads `lnk_...`, `ext_EXTERNALID` or `DOMAIN/SLUG`; anything else is an id that no link has. */
export function parseReference(domains: Domains, text: string): LinkReference {
  if (text.startsWith("ext_")) return { externalId: text.slice(4) };
  const slash = text.indexOf("/");
  if (slash < 0) return { id: text };
  const host = text.slice(0, slash);
  // A custom domain's short URLs carry our port where it is not the scheme's own.
  const [bare = ""] = host.split(":");
  const domain =
    domains.byHost(host.toLowerCase()) ?? domains.byHost(normalizeHost(bare) ?? bare.toLowerCase());
  if (!domain) return { id: text };
  return { domain: domain.id, slugKey: slugKey(text.slice(slash + 1), domain.isCaseSensitive) };
}

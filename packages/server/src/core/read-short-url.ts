import { normalizeSlug, slugKey } from "@visoli/contract/slug";
import type { Domain, Domains } from "./domains.ts";

/** The address of a link that people name by its short URL, with or without the scheme; null for what can be none of ours. */
export function readShortUrl(domains: Domains, text: string): { domain: string; slugKey: string } | null {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  const domain = url && domainOf(domains, url);
  if (!url || !domain || !/^https?:$/.test(url.protocol)) return null;
  try {
    // What is behind "?" is for the destination, and "+" asks for the preview.
    const slug = normalizeSlug(decodeURIComponent(url.pathname.slice(1).replace(/[+/]+$/, "")));
    return slug === "" ? null : { domain: domain.id, slugKey: slugKey(slug, domain.isCaseSensitive) };
  } catch {
    return null;
  }
}

/** As the redirect has it: machines without a name of their own, and names within a network, stand for the service itself. */
function domainOf(domains: Domains, { host, hostname }: URL): Domain | null {
  const name = hostname.replace(/\.$/, "");
  const known = domains.byHost(host) ?? domains.byHost(name);
  return known ?? (/^[^.]+$|^[\d.]+$|^\[.*\]$/.test(name) ? domains.own : null);
}

import type { Config } from "../config.ts";
import type { Domains } from "./domains.ts";

/** The whole address that people follow; characters beyond ASCII are percent-encoded, so that it can be pasted anywhere. */
export function shortUrl(
  { domains, publicUrl }: { domains: Domains; publicUrl: Config["publicUrl"] },
  link: { domain: string; slug: string },
): string {
  const domain = domains.byId(link.domain);
  const path = link.slug.split("/").map(encodeURIComponent).join("/");
  if (!domain || domain.workspaceId === null) return `${publicUrl}/${path}`;
  // A custom domain stands before the same door: the same scheme, and the port where that is not the scheme's own.
  const { protocol, port } = new URL(publicUrl);
  return `${protocol}//${domain.host}${port && `:${port}`}/${path}`;
}

import type { Link } from "@visoli/contract/link";

/** The short link as people say it: without its scheme. */
export function nameOf({ domain, slug }: Pick<Link, "domain" | "slug">): string {
  return `${domain}/${slug}`;
}

/** An address as it is shown where there is little room: without scheme and `www.`. */
export function shownUrl(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");
}

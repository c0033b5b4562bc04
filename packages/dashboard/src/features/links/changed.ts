import type { InfiniteData } from "@tanstack/react-query";
import type { Link, LinkPage } from "@visoli/contract/link";
import type { LinkListOptions } from "@visoli/sdk/links";
import { SHOWN } from "./search.ts";

export type Pages = InfiniteData<LinkPage, string | null>;

/** The pages with what changed, without those that a list with these options does not show any more. */
export function withChanged(pages: Pages, byId: ReadonlyMap<string, Link>, options: LinkListOptions): Pages {
  const change = (page: LinkPage): LinkPage => {
    if (!page.data.some(({ id }) => byId.has(id))) return page;
    const data = page.data.map((link) => byId.get(link.id) ?? link);
    return { ...page, data: data.filter((link) => !byId.has(link.id) || fits(link, options)) };
  };
  return { ...pages, pages: pages.pages.map(change) };
}

/** Whether a list with these options would still show the link, as far as that is seen here. */
export function fits(link: Link, { status, tag, folder }: LinkListOptions): boolean {
  const statuses: readonly string[] = status === undefined ? SHOWN : String(status).split(",");
  return (
    statuses.includes(link.status) &&
    (tag === undefined || link.tags.includes(tag)) &&
    (folder === undefined || link.folder === folder)
  );
}

import { type Page, type PagePolicy, pageHeaders, renderPage } from "../core/page.ts";

/** A page that is ready to be sent, but for its status. */
export type Rendered = { headers: Record<string, string>; html: string };

/** The page, with headers that let it do what it needs and nothing else. */
export function rendered(page: Page, policy: PagePolicy = {}): Rendered {
  const { script } = page;
  return {
    headers: pageHeaders({ ...policy, ...(script !== undefined && { script }) }),
    html: renderPage(page),
  };
}

/** The host of a web address, fit to be shown; any other address in full. */
export function placeOf(location: string): string {
  return /^https?:/.test(location) ? new URL(location).host : location;
}

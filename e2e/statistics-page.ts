import { join } from "node:path";
import { Visoli } from "@visoli/sdk";
import type { Browser, Locator, Page } from "playwright-core";
import { until } from "../test/engines.ts";
import { faultsOf, type Look, type Opened } from "./browser.ts";
import { askChdb } from "./chdb.ts";
import { CHROME, click } from "./client.ts";
import { openDashboard, setUpOwner } from "./dashboard.ts";
import { type Server, startServer } from "./server.ts";

export const DAY_MS = 86_400_000;
export const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";
const GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
/** Networks that the data of places knows for good. */
export const [AMERICA, AUSTRALIA, GERMANY] = ["8.8.8.8", "1.1.1.1", "2a01:4f8::1"] as const;
const SLUGS = ["spring", "autumn", "quiet", "watched", "past"] as const;

export type Watched = { server: Server; visoli: Visoli; ids: Record<(typeof SLUGS)[number], string> };

/** A server with links and their clicks: 10 of people of these days, one scan, 4 of bots, and 5 of 40 days ago. */
export async function startWatched(): Promise<Watched> {
  const server = await startServer({ env: { TRUST_PROXY: "1" } });
  await setUpOwner(server);
  const visoli = new Visoli({ baseUrl: server.url, apiKey: server.apiKey });
  const ids = Object.fromEntries(SLUGS.map((slug) => [slug, ""])) as Watched["ids"];
  for (const slug of SLUGS)
    ids[slug] = (await visoli.links.create({ url: `https://example.com/${slug}`, slug, tags: [slug] })).id;
  await visoli.links.update(ids.spring, { aliases: ["sp"] });
  // What was before can only be written where clicks are kept.
  const { id: workspaceId } = await visoli.workspace.get();
  await server.stop();
  await askChdb(
    join(server.dataDir, "clickhouse"),
    `insert into visoli.clicks (workspace, link, slug, class, at, nonce, visitor, country, browser, os)
     select '${workspaceId}', '${ids.past}', 'past', 'human',
       fromUnixTimestamp64Milli(toInt64(${Date.now() - 40 * DAY_MS}) + toInt64(number), 'UTC'), number, number + 1, 'FR', 'Chrome', 'Windows'
     from numbers(5)`,
  );
  const again = await server.restart();
  await visit(again.url);
  const isThere = async () => (await visoli.stats.get({ include: "bots" })).totals.clicks === 14;
  await until(isThere, { timeoutMs: 30_000 });
  return { server: again, visoli, ids };
}

async function visit(url: string): Promise<void> {
  for (let visitor = 0; visitor < 6; visitor++)
    await follow(url, "spring", GERMANY, `${CHROME} v${visitor}`, "news.example.org");
  for (let visitor = 0; visitor < 3; visitor++) await follow(url, "sp", AMERICA, `${FIREFOX} v${visitor}`);
  await follow(url, "autumn", AUSTRALIA, CHROME, "blog.example.com");
  await follow(url, "autumn?qr=1", AUSTRALIA, FIREFOX);
  for (let each = 0; each < 4; each++) await follow(url, "autumn", AMERICA, GOOGLEBOT);
  for (const path of ["no-such-link", "no-such-link", "wp-login.php"])
    await follow(url, path, GERMANY, CHROME);
}

/** Somebody at the address follows a link. */
export function follow(
  url: string,
  slug: string,
  address: string,
  agent: string,
  referrer = "",
): Promise<Response> {
  return click(`${url}/${slug}`, {
    ...{ "User-Agent": agent, "X-Forwarded-For": address },
    ...(referrer && { Referer: `https://${referrer}/page` }),
  });
}

export async function openIn(
  browser: Browser,
  server: Server,
  path: string,
  look: Look = {},
): Promise<Opened> {
  const context = { timezoneId: "Europe/Berlin", ...look.context };
  return openDashboard(browser, server, path, { ...look, context });
}

export const button = (at: Page | Locator, name: string | RegExp) => at.getByRole("button", { name });
export const rowOf = (page: Page, name: string) =>
  page.getByRole("button", { name: `Only ${name}`, exact: true });
export const search = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

/** The card of a metric, once it says that number. */
export const card = (page: Page, name: string, count?: number) =>
  page
    .getByRole("group", { name: "What the chart shows" })
    .locator("button")
    .filter({ hasText: new RegExp(`^${name}${count === undefined ? "" : `${count}(?!\\d)`}`) });
export const hasClicks = (page: Page, count: number) => card(page, "Clicks", count).waitFor();

export const isAt = (page: Page, expected: Record<string, string>) =>
  until(async () => {
    const { w: _, ...found } = search(page);
    return Bun.deepEquals(found, expected);
  });

/** Browsers complain of each 404 by themselves: here it is how one asks whether there is something. */
export const faults = async (opened: Opened) =>
  (await faultsOf(opened)).filter((fault) => !/^Failed to load resource.*404/.test(fault));

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { faultsOf, HAS_CHROMIUM, type Language, launchBrowser, type Opened, type Theme } from "./browser.ts";
import { openDashboard, setUpOwner } from "./dashboard.ts";
import { dashboardPaths, fillDashboard, settled } from "./dashboard-routes.ts";
import { endAll, type Server, startServer } from "./server.ts";

/** Each is a window of its own that all pages are looked at in. */
const WINDOWS: { theme: Theme; width: number; language: Language }[] = [
  { theme: "light", width: 360, language: "de" },
  { theme: "dark", width: 1440, language: "en" },
  { theme: "light", width: 2560, language: "en" },
];
/** What is no page of its own, and yet looks like one. */
const MORE = ["?tab=qr", "?tab=history", "?tab=public", "?tab=settings", "?view=live"];

describe.skipIf(!HAS_CHROMIUM)("every page of the dashboard, in Chromium", () => {
  let server: Server;
  let browser: Browser;
  let paths: string[] = [];
  beforeAll(async () => {
    server = await startServer();
    await setUpOwner(server);
    const ids = await fillDashboard(server);
    const link = `/links/${ids.linkId}`;
    paths = [
      ...dashboardPaths(ids),
      ...MORE.map((search) => link + search),
      "/links?panel=new",
      `/links?panel=${ids.linkId}`,
    ];
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  test.each(WINDOWS)(
    "at $width px in $language: accessible in light and dark, no wider than the window, one heading, a title, no complaints",
    async (look) => {
      const opened = await openDashboard(browser, server, "/links", look);
      const faults: string[] = [];
      for (const path of paths) {
        await opened.page.goto(`${server.url}/app${path}`);
        await settled(opened.page);
        for (const fault of await faultsIn(opened, look.theme)) faults.push(`${path}: ${fault}`);
      }
      expect(faults).toEqual([]);
      await opened.close();
    },
    180_000,
  );
});

/** What is wrong with the page in either theme; each complaint once. */
async function faultsIn(opened: Opened, first: Theme): Promise<string[]> {
  const { page, complaints } = opened;
  const found = new Set<string>();
  for (const theme of first === "light" ? (["light", "dark"] as const) : (["dark", "light"] as const)) {
    await page.emulateMedia({ colorScheme: theme });
    // That something is not there is an answer, too, and the browser's own to complain of.
    const faults = (await faultsOf(opened)).filter((fault) => !/^Failed to load .* 404 /.test(fault));
    for (const fault of faults) found.add(`${theme}: ${fault}`);
    complaints.length = 0;
  }
  await page.emulateMedia({ colorScheme: first });
  const headings = await page.locator("h1").count();
  if (headings !== 1) found.add(`${headings} headings of the first order`);
  const title = await page.title();
  if (!/^[^…]+ · Visoli$/.test(title)) found.add(`its title is "${title}"`);
  return [...found];
}

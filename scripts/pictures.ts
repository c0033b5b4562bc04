import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type Look, launchBrowser } from "../e2e/browser.ts";
import { openDashboard } from "../e2e/dashboard.ts";
import { endAll, ROOT, startServer } from "../e2e/server.ts";
import { temporaryFolder } from "../test/engines.ts";

const TARGET = join(ROOT, "docs/pictures");

type Picture = { name: string; path: string; look?: Look; until: string; go?(page: Page): Promise<void> };

/** The main pages; `until` is something that stands there once the page is whole. */
const PICTURES: Picture[] = [
  { name: "links", path: "/links", until: "main a[href]" },
  { name: "links-dark", path: "/links", look: { theme: "dark" }, until: "main a[href]" },
  { name: "new-link", path: "/links?panel=new", until: "[role=dialog] input" },
  { name: "statistics", path: "/statistics", until: "main svg path" },
  {
    name: "statistics-dark",
    path: "/statistics",
    look: { theme: "dark" },
    until: "main svg path",
  },
  {
    name: "statistics-phone",
    path: "/statistics",
    look: { width: 390, height: 844 },
    until: "main svg path",
  },
  { name: "keys", path: "/keys", until: "main table" },
  { name: "usage", path: "/settings/plan", until: "main h1" },
];
/** Charts and maps come a moment after their page. */
const SETTLE_MS = 2_000;

/** `npm run pictures`: the dashboard's main pages with lifelike data, into `docs/pictures`. */
async function main(): Promise<void> {
  const dataDir = join(temporaryFolder(), "data");
  const { email, password } = await seed(dataDir);
  const server = await startServer({ dataDir });
  const browser = await launchBrowser();
  mkdirSync(TARGET, { recursive: true });
  try {
    for (const { name, path, until, look = {} } of PICTURES) {
      const { page, close } = await openDashboard(browser, server, path, {
        ...{ email, password, width: 1280, height: 800 },
        ...look,
      });
      await page.locator(until).first().waitFor();
      await page.waitForTimeout(SETTLE_MS);
      await page.screenshot({ path: join(TARGET, `${name}.png`) });
      await close();
      console.log(name);
    }
  } finally {
    await browser.close();
    await endAll();
  }
}

/** Fills the folder as `npm run seed` does, and tells who signs in there. */
async function seed(dataDir: string): Promise<{ email: string; password: string }> {
  const child = Bun.spawn([process.execPath, join(ROOT, "scripts/seed.ts")], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = await child.stdout.text();
  const email = /^ {2}as\s+(\S+)$/m.exec(said)?.[1];
  const password = /^ {2}with\s+(\S+)$/m.exec(said)?.[1];
  if ((await child.exited) !== 0 || !email || !password) throw new Error(`seeding failed: ${said}`);
  return { email, password };
}

await main();
process.exit(0);

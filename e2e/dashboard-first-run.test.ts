import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { until } from "../test/engines.ts";
import { faultsOf, HAS_CHROMIUM, type Look, launchBrowser, openPage } from "./browser.ts";
import { OWNER } from "./dashboard.ts";
import { holds } from "./dashboard-routes.ts";
import { endAll, type Server, startServer } from "./server.ts";

/** As most visitors say who they are: Chromium without a window says that it has none, and counts as a bot. */
const PERSON: Look = {
  context: {
    userAgent:
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
  },
};
const WRONG = "Email address and password do not belong together.";

describe.skipIf(!HAS_CHROMIUM)("from npm start on an empty folder to the first click, in Chromium", () => {
  let server: Server;
  let browser: Browser;
  const site = Bun.serve({
    ...{ port: 0, hostname: "127.0.0.1" },
    fetch: () =>
      new Response("<!doctype html><title>Landed</title>", { headers: { "Content-Type": "text/html" } }),
  });
  const landing = `http://127.0.0.1:${site.port}/landing?of=spring`;

  beforeAll(async () => {
    server = await startServer();
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site.stop(true);
    await endAll();
  });

  async function enter(page: Page, fields: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
    await page.keyboard.press("Enter");
  }
  const signIn = (page: Page, password = OWNER.password) =>
    enter(page, { "Email address": OWNER.email, Password: password });
  const pathOf = (page: Page) => page.url().slice(server.url.length);

  test("set up, make a link by keyboard, follow it, find the click; out, and in again", async () => {
    const opened = await openPage(browser, PERSON);
    const { page, context } = opened;
    await page.goto(server.setupUrl);
    await enter(page, { "Your name": OWNER.name, "Email address": OWNER.email, Password: OWNER.password });
    await page.getByRole("link", { name: "To the dashboard" }).click();
    await page.getByText("Make your first link").waitFor();
    expect(pathOf(page)).toBe("/app/links");

    await page.keyboard.press("c");
    await page.getByRole("dialog", { name: "New link" }).waitFor();
    await holds(page, "document.activeElement.matches('[inputmode=url]')");
    await page.keyboard.type(landing);
    await page.keyboard.press("Enter");
    await page.getByText("Your link is ready").waitFor();
    const open = page.getByRole("link", { name: "Open", exact: true });
    const shortUrl = (await open.getAttribute("href")) ?? "";
    expect(shortUrl).toStartWith(`${server.url}/`);
    const [landed] = await Promise.all([context.waitForEvent("page"), open.click()]);
    await landed.waitForURL(landing);
    expect(await landed.title()).toBe("Landed");
    await landed.close();

    await page.keyboard.press("Escape");
    const slug = new URL(shortUrl).pathname.slice(1);
    const clicks = page
      .locator("[data-row]")
      .filter({ hasText: `/${slug}` })
      .locator("td")
      .nth(4);
    // It is in the ledger a little later than the visitor is there.
    await until(
      async () => {
        await page.reload();
        await clicks.waitFor();
        return (await clicks.innerText()).trim() === "1";
      },
      { timeoutMs: 60_000, everyMs: 500 },
    );
    await page.getByRole("link", { name: "Statistics", exact: true }).click();
    await page.getByRole("heading", { name: "Statistics", level: 1 }).waitFor();
    await page.getByRole("main").getByText(slug).first().waitFor();
    expect(await faultsOf(opened)).toEqual([]);

    await page.getByRole("button", { name: /Your account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL("**/account/sign-in*");
    await page.goto(`${server.url}/app/links`);
    await page.waitForURL("**/account/sign-in*");
    await signIn(page, `${OWNER.password}!`);
    await page.getByText(WRONG).waitFor();
    await signIn(page);
    await page
      .locator("[data-row]")
      .filter({ hasText: `/${slug}` })
      .waitFor();
    expect(pathOf(page)).toBe("/app/links");
    await opened.close();
  }, 180_000);

  test.each([
    "/app/statistics?period=7d",
    "/app/keys",
    "/app/links?q=spring%20sale&sort=slug&order=asc",
    "/app",
  ])(
    "a stranger at %s signs in and is there",
    async (path) => {
      const { page, close, complaints } = await openPage(browser, PERSON);
      await page.goto(server.url + path);
      await page.waitForURL("**/account/sign-in*");
      await signIn(page, "nothing that opens a door");
      await page.getByText(WRONG).waitFor();
      await signIn(page);
      await page.waitForURL((url) => url.pathname.startsWith("/app"));
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      const there = new URL(page.url());
      const wanted = new URL(server.url + (path === "/app" ? "/app/links" : path));
      expect([there.pathname, Object.fromEntries(there.searchParams)]).toEqual([
        ...[wanted.pathname, Object.fromEntries(wanted.searchParams)],
      ]);
      expect(complaints.filter((each) => !each.includes("401"))).toEqual([]);
      await close();
    },
    60_000,
  );

  test("whoever is led elsewhere by the address stays here", async () => {
    const { page, close } = await openPage(browser, PERSON);
    await page.goto(
      `${server.url}/account/sign-in?next=${encodeURIComponent(`//127.0.0.1:${site.port}/landing`)}`,
    );
    await signIn(page);
    await page.waitForURL(`${server.url}/app/**`);
    await close();
  }, 60_000);
});

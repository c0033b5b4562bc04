import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Stats } from "@visoli/contract/stats";
import { type Browser, chromium } from "playwright-core";
import { temporaryFolder, until } from "../test/engines.ts";
import { createClient } from "./client.ts";
import { expectReadable } from "./looks.ts";
import { endAll, startServer } from "./server.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const HUMAN = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const shots = process.env.VISOLI_SHOTS ?? temporaryFolder();

type Case = [name: string, status: number, title: string, heading?: string];
const CASES: Case[] = [
  ["missing", 404, "There is no link here"],
  ["expired", 410, "This link has expired"],
  ["home", 200, "Short links live here"],
  ["setup", 200, "Set up your login"],
  ["report", 200, "Report a link"],
  ["shorten", 200, "Make a short link"],
  ["statistics", 200, "Spring sale – Statistics", "Spring sale"],
  ["withdrawn", 404, "There is nothing here"],
];
const SIZES = [
  [1280, 800],
  [360, 740],
] as const;

describe.skipIf(!CHROMIUM)("pages for people, in Chromium", () => {
  let browser: Browser;
  const addresses: Record<string, string> = {};

  beforeAll(async () => {
    const server = await startServer({ env: { PUBLIC_SHORTENING: "on" } });
    const client = createClient(server.url, server.apiKey);
    const expired = await client.createLink({
      url: "https://example.com/",
      expiresAt: "2020-01-01T00:00:00Z",
    });
    const shared = await client.createLink({ url: "https://example.com/", title: "Spring sale" });
    await fetch(shared.shortUrl, { redirect: "manual", headers: { "User-Agent": HUMAN } });
    const { body: statistics } = await client.post<{ url: string }>(
      `/api/v1/links/${shared.id}/public-statistics`,
      {},
    );
    // Not by the page itself: it keeps what it counted for a minute.
    const clicks = async () =>
      (await client.get<Stats>(`/api/v1/stats?link=${shared.id}&period=7d`)).body.totals.clicks;
    await until(async () => (await clicks()) === 1, { timeoutMs: 20_000 });
    Object.assign(addresses, {
      statistics: `${statistics.url}?period=7d`,
      withdrawn: `${server.url}/stats/nothing`,
      missing: `${server.url}/${"no-such-link-".repeat(12)}`,
      expired: expired.shortUrl,
      home: `${server.url}/`,
      setup: server.setupUrl,
      report: `${server.url}/report?link=${server.url}/spring-sale`,
      shorten: `${server.url}/shorten`,
    });
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: FLAGS.split(" ") });
  });
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  test("a link is made and reported by the forms, by keyboard alone", async () => {
    const page = await browser.newPage();
    await page.goto(addresses.shorten ?? "");
    await page.getByLabel("Long address").fill("no address");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Long address").fill("example.com/page");
    await page.keyboard.press("Enter");
    const shortUrl = await page.getByLabel("Short link").inputValue();
    expect((await fetch(shortUrl, { redirect: "manual" })).headers.get("location")).toBe(
      "https://example.com/page",
    );
    await page.goto(`${new URL(shortUrl).origin}/report?link=${encodeURIComponent(shortUrl)}`);
    await page.getByLabel("What is wrong with it").selectOption("spam");
    await page.getByLabel("Short link").press("Enter");
    await page.getByRole("heading", { name: "Thank you" }).waitFor();
    await page.close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const [width, height] of SIZES) {
      test.each(CASES)(
        `%s (%d), ${colorScheme}, ${width} px wide`,
        async (name, status, title, heading = title) => {
          const context = await browser.newContext({ viewport: { width, height }, colorScheme });
          const page = await context.newPage();
          const complaints: string[] = [];
          page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
          page.on("pageerror", (error) => complaints.push(error.message));
          page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));
          const response = await page.goto(addresses[name] ?? "");
          expect(response?.status()).toBe(status);
          expect(await page.title()).toBe(title);
          expect(await page.locator("h1").allInnerTexts()).toEqual([heading]);
          expect(await page.locator("html").getAttribute("lang")).toBe("en");
          await expectReadable(page, colorScheme);
          await page.screenshot({ path: join(shots, `${name}-${colorScheme}-${width}.png`) });
          // Chromium itself reports a page of status 4xx, and asks for an icon that we do not have.
          expect(complaints.filter((text) => !text.startsWith("Failed to load resource"))).toEqual([]);
          await context.close();
        },
      );
    }
  }
});

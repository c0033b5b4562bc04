import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { temporaryFolder } from "../test/engines.ts";
import { createClient } from "./client.ts";
import { endAll, startServer } from "./server.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const shots = process.env.VISOLI_SHOTS ?? temporaryFolder();

type Case = [name: string, status: number, title: string];
const CASES: Case[] = [
  ["missing", 404, "There is no link here"],
  ["expired", 410, "This link has expired"],
  ["home", 200, "Short links live here"],
  ["setup", 200, "Your workspace is ready"],
  ["report", 200, "Report a link"],
  ["shorten", 200, "Make a short link"],
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
    Object.assign(addresses, {
      missing: `${server.url}/${"no-such-link-".repeat(12)}`,
      expired: expired.shortUrl,
      home: `${server.url}/`,
      setup: server.setupUrl,
      report: `${server.url}/report?link=${server.url}/spring-sale`,
      shorten: `${server.url}/shorten`,
    });
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: FLAGS.split(" ") });
  }, 120_000);
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
      test.each(CASES)(`%s (%d), ${colorScheme}, ${width} px wide`, async (name, status, title) => {
        const context = await browser.newContext({ viewport: { width, height }, colorScheme });
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
        page.on("pageerror", (error) => complaints.push(error.message));
        page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));
        const response = await page.goto(addresses[name] ?? "");
        expect(response?.status()).toBe(status);
        expect(await page.title()).toBe(title);
        expect(await page.locator("h1").allInnerTexts()).toEqual([title]);
        expect(await page.locator("html").getAttribute("lang")).toBe("en");
        const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
        expect(overflow).toBeLessThanOrEqual(0);
        expect(await faintTexts(page)).toEqual([]);
        const background = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
        const isDark = Math.max(...(background.match(/\d+/g) ?? []).map(Number)) < 128;
        expect(isDark).toBe(colorScheme === "dark");
        await page.screenshot({ path: join(shots, `${name}-${colorScheme}-${width}.png`) });
        // Chromium itself reports a page of status 4xx, and asks for an icon that we do not have.
        expect(complaints.filter((text) => !text.startsWith("Failed to load resource"))).toEqual([]);
        await context.close();
      });
    }
  }
});

/** Texts whose contrast to what is behind them is under 4.5 to 1 (WCAG 2 AA). */
async function faintTexts(page: Page): Promise<string[]> {
  const texts = await page.evaluate<{ text: string; color: string; behind: string[] }[]>(READ_COLORS);
  expect(texts.length).toBeGreaterThan(1);
  return texts.flatMap(({ text, color, behind }) => {
    const solid = behind.find((one) => channels(one)[3] !== 0) ?? "rgb(255, 255, 255)";
    const [one, other] = [luminance(color), luminance(solid)];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return contrast < 4.5 ? [`${contrast.toFixed(2)}: ${text}`] : [];
  });
}

/** Runs in the page: each text with its color and the backgrounds behind it, the nearest first. */
const READ_COLORS = `[...document.querySelectorAll("h1, p, code, a, footer, label, input, select, textarea, button")].map((element) => {
  const behind = [];
  for (let one = element; one; one = one.parentElement) behind.push(getComputedStyle(one).backgroundColor);
  return { text: element.textContent, color: getComputedStyle(element).color, behind };
})`;

const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

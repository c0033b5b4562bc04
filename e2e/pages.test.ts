import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Stats } from "@visoli/contract/stats";
import type { Browser } from "playwright-core";
import { until } from "../test/engines.ts";
import { faultsOf, HAS_CHROMIUM, type Language, launchBrowser, openPage } from "./browser.ts";
import { type Client, createClient } from "./client.ts";
import { expectReadable } from "./looks.ts";
import { endAll, runAdmin, type Server, startServer } from "./server.ts";

const HUMAN = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

type Case = [name: string, status: number, english: string, german: string];
const CASES: Case[] = [
  ["missing", 404, "There is no link here", "Hier ist kein Link"],
  ["expired", 410, "This link has expired", "Dieser Link ist abgelaufen"],
  ["early", 404, "This link is not open yet", "Dieser Link gilt noch nicht"],
  ["disabled", 404, "This link is switched off", "Dieser Link ist abgeschaltet"],
  ["blocked", 403, "This link was blocked", "Dieser Link wurde gesperrt"],
  ["password", 401, "This link asks for a password", "Dieser Link verlangt ein Passwort"],
  ["preview", 200, "Where this link leads", "Wohin dieser Link führt"],
  ["consent", 200, "Before you go on", "Bevor Sie weitergehen"],
  [
    "home",
    200,
    "Short links, made by programs and by people",
    "Kurzlinks, von Programmen und von Menschen gemacht",
  ],
  ["setup", 200, "Set up your login", "Anmeldung einrichten"],
  ["report", 200, "Report a link", "Einen Link melden"],
  ["shorten", 200, "Make a short link", "Kurzlink machen"],
  ["statistics", 200, "Spring sale", "Spring sale"],
  ["withdrawn", 404, "There is nothing here", "Hier ist nichts"],
  ["unknown", 404, "There is nothing here", "Hier ist nichts"],
  ["stopping", 404, "This link is not whole", "Dieser Link ist nicht vollständig"],
];
const LOOKS = [
  ["light", 1440, "en"],
  ["light", 360, "de"],
  ["dark", 1440, "de"],
  ["dark", 360, "en"],
] as const;

describe.skipIf(!HAS_CHROMIUM)("pages for people, in Chromium", () => {
  let browser: Browser;
  let server: Server;
  const addresses: Record<string, string> = {};

  beforeAll(async () => {
    server = await startServer({ env: { PUBLIC_SHORTENING: "on" } });
    const client = createClient(server.url, server.apiKey);
    Object.assign(addresses, await linkPages(client), await statisticsPages(client), {
      missing: `${server.url}/${"no-such-link-".repeat(12)}`,
      home: `${server.url}/`,
      setup: server.setupUrl,
      report: `${server.url}/report?link=${server.url}/spring-sale`,
      shorten: `${server.url}/shorten`,
      unknown: `${server.url}/account/no-such-page`,
      stopping: `${server.url}/api/notifications/stop/x`,
    });
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  async function linkPages(client: Client): Promise<Record<string, string>> {
    const url = "https://example.com/";
    const make = async (more: object) => (await client.createLink({ url, ...more })).shortUrl;
    await client.ask("PATCH", "/api/v1/workspace", { allowedSchemes: ["nosuchapp"] });
    const blocked = await make({});
    const { exitCode } = await runAdmin(server, {}, "links", "block", blocked, "--reason", "phishing");
    expect(exitCode).toBe(0);
    return {
      expired: await make({ expiresAt: "2020-01-01T00:00:00Z" }),
      early: await make({ startsAt: "2099-01-01T00:00:00Z" }),
      disabled: await make({ disabled: true }),
      blocked,
      password: await make({ password: "a word" }),
      preview: `${await make({ title: "Spring sale" })}+`,
      consent: await make({ pixels: [{ provider: "meta", id: "12345678" }] }),
      app: await make({ ios: "nosuchapp://open?x=1" }),
    };
  }

  async function statisticsPages(client: Client): Promise<Record<string, string>> {
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
    return { statistics: `${statistics.url}?period=7d`, withdrawn: `${server.url}/stats/nothing` };
  }

  test("a link is made and reported by the forms, by keyboard alone", async () => {
    const { page, close } = await openPage(browser);
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
    await close();
  });

  test("what is wrong is said in the reader's language, and heard", async () => {
    const opened = await openPage(browser, { language: "de", theme: "dark", width: 360 });
    const { page } = opened;
    await page.goto(addresses.password ?? "");
    await page.getByLabel("Passwort").fill("falsch");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("Das ist nicht das Passwort.").waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await page.goto(addresses.shorten ?? "");
    await page.getByLabel("Lange Adresse").fill("keine Adresse");
    await page.keyboard.press("Enter");
    await page.getByText("Geben Sie eine Webadresse ein").waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await opened.close();
  });

  test("an app that is not there leaves a choice, in the reader's language", async () => {
    // With script it would go on to the web by itself.
    const context = { userAgent: IPHONE, javaScriptEnabled: false };
    const opened = await openPage(browser, { width: 360, language: "de", context });
    const { page } = opened;
    await page.goto(addresses.app ?? "");
    expect(await page.locator("h1").innerText()).toBe("Die App wird geöffnet");
    const web = page.getByRole("link", { name: "Im Browser bleiben" });
    expect(await web.getAttribute("href")).toBe("https://example.com/");
    await opened.close();
  });

  test("a language is chosen by a link and stays; another site cannot be its end", async () => {
    const { page, close } = await openPage(browser, { language: "en" });
    await page.goto(addresses.home ?? "");
    await page.getByRole("link", { name: "Deutsch" }).click();
    await page.getByRole("link", { name: "Anmelden" }).first().click();
    await page.getByRole("heading", { name: "Anmelden" }).waitFor();
    await page.goto(addresses.missing ?? "");
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    await page.goto(`${server.url}/account/language/en?next=//evil.example`);
    expect(page.url()).toBe(`${server.url}/`);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await close();
  });

  for (const [theme, width, language] of LOOKS) {
    test.each(CASES)(
      `%s (%d), ${theme}, ${width} px wide, ${language}`,
      async (name, status, english, german) => {
        // Who says that they are without a head is led on without a question.
        const context = { userAgent: HUMAN };
        const opened = await openPage(browser, { theme, width, language, context });
        const { page } = opened;
        const response = await page.goto(addresses[name] ?? "");
        const heading = inLanguage(language, english, german);
        expect(response?.status()).toBe(status);
        expect(await page.title()).toContain(heading);
        expect(await page.locator("h1").allInnerTexts()).toEqual([heading]);
        expect(await page.locator("html").getAttribute("lang")).toBe(language);
        await expectReadable(page, theme);
        await opened.shoot(`${name}-${theme}-${width}-${language}`);
        expect(await faultsOf(opened)).toEqual([]);
        await opened.close();
      },
    );
  }
});

function inLanguage(language: Language, english: string, german: string): string {
  return language === "en" ? english : german;
}

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { faultsOf, HAS_CHROMIUM, launchBrowser, openPage } from "./browser.ts";
import { OWNER, setUpOwner } from "./dashboard.ts";
import { endAll, type Server, startServer } from "./server.ts";

const STRIPE = {
  ...{ BILLING: "stripe", STRIPE_SECRET_KEY: "sk_test_x", STRIPE_WEBHOOK_SECRET: "whsec_x" },
  ...{ STRIPE_PRICE_PRO: "price_1", STRIPE_PRICE_ENTERPRISE: "price_2", REGISTRATION: "open" },
  ...{ DEFAULT_PLAN: "enterprise", MAIL_PREVIEW: "on" },
};
const PAGES: [path: string, heading: RegExp][] = [
  ["/", /Short links, made|Kurzlinks, von/],
  ["/docs", /Build with|Bauen mit/],
  ["/docs/api/links", /^Links$/],
  ["/docs/api/statistics", /^Statistics$/],
  ["/docs/api/signing-in", /^Signing in$/],
  ["/docs/guides/links", /^Links$/],
  ["/docs/guides/configuration", /^Configuration$/],
  ["/docs/errors", /^(Errors|Fehler)$/],
  ["/docs/errors/link.slug_taken", /^link\.slug_taken/],
];
const PAPER = { light: "rgb(250, 249, 252)", dark: "rgb(19, 18, 24)" };
const LOOKS = [
  ["light", 1440, "en"],
  ["light", 360, "de"],
  ["dark", 1440, "de"],
  ["dark", 360, "en"],
  ["light", 2560, "en"],
] as const;

describe.skipIf(!HAS_CHROMIUM)("the home page and the documentation, in Chromium", () => {
  let browser: Browser;
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ env: STRIPE });
    await setUpOwner(server);
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  for (const [theme, width, language] of LOOKS)
    test.each(width > 2_000 ? PAGES.slice(0, 2) : PAGES)(
      `%s, ${theme}, ${width} px wide, ${language}`,
      async (path, heading) => {
        const opened = await openPage(browser, { theme, width, language });
        const response = await opened.page.goto(server.url + path);
        expect(response?.status()).toBe(200);
        expect((await opened.page.locator("h1").allInnerTexts()).join("|")).toMatch(heading);
        expect(await opened.page.locator("html").getAttribute("lang")).toBe(language);
        const paper = "getComputedStyle(document.body).backgroundColor";
        expect(await opened.page.evaluate<string>(paper)).toBe(PAPER[theme]);
        await opened.shoot(`site${path.replace(/\W+/g, "-")}-${theme}-${width}-${language}`);
        expect(await faultsOf(opened)).toEqual([]);
        await opened.close();
      },
      120_000,
    );

  test("without script all of it can be read, and nothing waits for one", async () => {
    const opened = await openPage(browser, { width: 360, context: { javaScriptEnabled: false } });
    const { page } = opened;
    await page.goto(`${server.url}/docs`);
    await page.getByRole("link", { name: "Statistics" }).first().click();
    expect(await page.locator("h1").innerText()).toBe("Statistics");
    expect(await page.getByRole("searchbox").count()).toBe(0);
    expect(await page.locator("pre").first().innerText()).toContain("$VISOLI_API_KEY");
    await opened.close();
  });

  test("the filter leaves what fits", async () => {
    const opened = await openPage(browser);
    const { page } = opened;
    await page.goto(`${server.url}/docs`);
    const shown = () => page.locator("[data-filter]:visible").count();
    const all = await shown();
    await page.getByRole("searchbox").fill("rotate key");
    expect(await page.locator("[data-filter]:visible code").allInnerTexts()).toEqual([
      "/api/v1/keys/{id}/rotate",
    ]);
    await page.getByRole("searchbox").fill("nothing of that name");
    await page.getByText("Nothing fits.").waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole("searchbox").fill("");
    expect(await shown()).toBe(all);
    await opened.close();
  });

  test("who is signed in has a sandbox key in all examples of this tab, which works, and takes it out again", async () => {
    const opened = await openPage(browser);
    const { page } = opened;
    const { email, password } = OWNER;
    const headers = { Origin: server.url };
    await page.request.post(`${server.url}/api/auth/sign-in`, { data: { email, password }, headers });
    await page.goto(`${server.url}/docs/api/links`);
    const keys = async () => [...new Set(await page.locator(".key").allInnerTexts())];
    expect(await keys()).toEqual(["$VISOLI_API_KEY", "process.env.VISOLI_API_KEY"]);
    await page.getByRole("button", { name: "Make a sandbox key" }).click();
    await page.getByRole("button", { name: "Take it out" }).waitFor();
    const [key = "", quoted] = await keys();
    expect([/^sk_test_\w{38}$/.test(key), quoted]).toEqual([true, JSON.stringify(key)]);
    const made = await fetch(`${server.url}/api/v1/links`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify({ url: "https://example.com/" }),
    });
    expect(made.status).toBe(201);
    await page.goto(`${server.url}/docs/api/statistics`);
    expect((await keys())[0]).toBe(key);
    expect(await faultsOf(opened)).toEqual([]);
    expect(await page.evaluate("JSON.stringify({ ...localStorage }) + document.cookie")).not.toContain(key);
    expect(await (await page.request.get(`${server.url}/docs/api/links`)).text()).not.toContain(key);
    await page.getByRole("button", { name: "Take it out" }).click();
    expect((await keys())[0]).toBe("$VISOLI_API_KEY");
    await opened.close();
  });

  test("the plans that are sold lead to where they are bought, by way of an account", async () => {
    const opened = await openPage(browser);
    const { page } = opened;
    await page.goto(server.url);
    expect(await page.locator(".plans h3").allInnerTexts()).toEqual(["Free", "Pro", "Enterprise"]);
    expect(await page.locator(".price").allInnerTexts()).toEqual([
      "$0 a month",
      "$9.99 a month",
      "$49.99 a month",
    ]);
    await page.getByRole("link", { name: "Start with pro" }).click();
    await page.getByRole("heading", { name: "Make an account" }).waitFor();
    expect(new URL(page.url()).searchParams.get("next")).toBe("/app/settings/plan");
    expect(await page.locator('input[name="next"]').getAttribute("value")).toBe("/app/settings/plan");
    await opened.close();
  });
});

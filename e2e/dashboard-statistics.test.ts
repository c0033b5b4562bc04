import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { Visoli } from "@visoli/sdk";
import type { Browser, Download } from "playwright-core";
import { parseCsv } from "../packages/dashboard/src/lib/csv.ts";
import { until } from "../test/engines.ts";
import { axeViolations, faultsOf, HAS_CHROMIUM, type Look, launchBrowser, type Opened } from "./browser.ts";
import { CHROME } from "./client.ts";
import { endAll, runAdmin, type Server } from "./server.ts";
import {
  AUSTRALIA,
  button,
  card,
  DAY_MS,
  FIREFOX,
  faults,
  follow,
  GERMANY,
  hasClicks,
  isAt,
  openIn,
  rowOf,
  search,
  startWatched,
  type Watched,
} from "./statistics-page.ts";

const WORKSPACE_PATHS = ["/statistics", "/statistics?view=live", "/statistics?list=country"];

describe.skipIf(!HAS_CHROMIUM)("the dashboard's statistics, in Chromium", () => {
  let server: Server;
  let browser: Browser;
  let visoli: Visoli;
  let ids: Watched["ids"];

  beforeAll(async () => {
    ({ server, visoli, ids } = await startWatched());
    browser = await launchBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  const open = (path: string, look: Look = {}): Promise<Opened> => openIn(browser, server, path, look);
  const textOf = async (download: Promise<Download>) => readFileSync(await (await download).path(), "utf8");

  test("has the numbers of the API, in few questions, and as a table", async () => {
    const asked: string[] = [];
    const opened = await open("/links");
    const { page } = opened;
    page.on("request", (request) => /\/api\/v1\/stats/.test(request.url()) && asked.push(request.url()));
    await page.getByRole("link", { name: "Statistics", exact: true }).click();
    await hasClicks(page, 10);
    const { totals, lists } = await visoli.stats.get({
      period: "30d",
      lists: ["country", "referrer", "link", "browser"],
    });
    for (const [name, count] of Object.entries({ Visitors: totals.visitors, Scans: totals.scans }))
      expect(await card(page, name).textContent()).toStartWith(`${name}${count}`);
    for (const [name, count] of [
      ["Germany", 6],
      ["United States", 3],
      ["news.example.org", 6],
      ["Chrome", 7],
    ] as const) {
      expect(await page.getByRole("listitem").filter({ hasText: name }).first().textContent()).toContain(
        `${count}`,
      );
    }
    expect(lists?.country?.map(({ clicks }) => clicks)).toEqual([6, 3, 1]);
    await rowOf(page, "/spring").waitFor();
    expect(asked.length).toBeLessThanOrEqual(6);
    await button(page, "Show as a table").click();
    const table = page.getByRole("table", { name: "Clicks over time" });
    const { series = [] } = await visoli.stats.get({
      period: "30d",
      interval: "day",
      timezone: "Europe/Berlin",
    });
    const cells = await table.locator("tbody tr td:nth-child(2)").allTextContents();
    expect(cells.map(Number)).toEqual(series.map(({ clicks = 0 }) => clicks));
    expect(await table.locator("tbody tr").last().textContent()).toContain("still under way");
    await card(page, "Scans").click();
    await page.getByRole("table", { name: "Scans over time" }).waitFor();
    expect(search(page).metric).toBe("scans");
    const heat = page.getByRole("table", { name: "Hours of the week" });
    const hours = await heat.locator("td").allTextContents();
    expect([hours.length, hours.reduce((sum, count) => sum + Number(count), 0)]).toEqual([168, 1]);
    expect(await heat.locator("tbody th").first().textContent()).toBe("MonMonday");
    expect(await faultsOf(opened)).toEqual([]);
    await opened.close();
  }, 180_000);

  test("clicks filter, and the address keeps it across a reload and the back button", async () => {
    const { page, close } = await open("/statistics");
    await hasClicks(page, 10);
    await rowOf(page, "Germany").click();
    await hasClicks(page, 6);
    await isAt(page, { country: "DE", places: "region" });
    await page.getByText("Countries: Germany").waitFor();
    await page.reload();
    await hasClicks(page, 6);
    await button(page, "Leave out Chrome").click();
    await page.getByText("Browsers: not Chrome").waitFor();
    await hasClicks(page, 0);
    expect(search(page)).toMatchObject({ country: "DE", browser: "!Chrome" });
    await page.goBack();
    await hasClicks(page, 6);
    await page.goBack();
    await hasClicks(page, 10);
    await isAt(page, {});
    await page.locator("path[data-country=US]").click();
    await hasClicks(page, 3);
    await button(page, /^Remove the filter: Countries/).click();
    await hasClicks(page, 10);
    await page.locator("path[data-country=US]").click({ modifiers: ["Alt"] });
    await page.getByText("Countries: not United States").waitFor();
    await hasClicks(page, 7);
    await rowOf(page, "news.example.org").click();
    await hasClicks(page, 6);
    await button(page, "Remove all filters").click();
    await hasClicks(page, 10);
    await page.getByRole("switch", { name: "Include bots" }).click();
    await hasClicks(page, 14);
    expect(search(page).bots).toBe("true");
    await close();
  }, 180_000);

  test("compares, and says with what; periods and own days are in the address", async () => {
    const { page, close } = await open("/statistics?period=90d&compare=none");
    await hasClicks(page, 15);
    const change = () => card(page, "Clicks").locator("[title]").getAttribute("title");
    expect(await change()).toBe("Nothing to compare with");
    await button(page, /^Period: Last 90 days/).click();
    const day = (at: number) => new Date(at).toISOString().slice(0, 10);
    await page.getByLabel("From").fill(day(Date.now() - 35 * DAY_MS));
    await page.getByLabel("To", { exact: true }).fill(day(Date.now()));
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await hasClicks(page, 10);
    await button(page, /^Compare: No comparison/).click();
    await page.getByRole("menuitem", { name: "Previous period" }).click();
    await until(async () => (await change()) === "+100% against before: 5");
    await page.getByText(/^compared with/).waitFor();
    expect(search(page)).toMatchObject({ from: day(Date.now() - 35 * DAY_MS), to: day(Date.now()) });
    await button(page, /^Period/).click();
    await button(page, "Today").click();
    await isAt(page, { period: "today" });
    await button(page, /^Period/).click();
    await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
    await isAt(page, { period: "today", zone: "Asia/Tokyo" });
    await page.goto(
      `${server.url}/app/statistics?period=never&zone=Nowhere&metric=7&interval=x&country=FR&x=1`,
    );
    await page.getByText("Nothing in this time").waitFor();
    await button(page, "Look at all time").click();
    await hasClicks(page, 15);
    await close();
  }, 180_000);

  test("a list in full is searched, and leads back filtered", async () => {
    const opened = await open("/statistics?list=country");
    const { page } = opened;
    const dialog = page.getByRole("dialog", { name: "Countries" });
    await dialog.getByText("3 entries").first().waitFor();
    await dialog.getByLabel("Search").fill("austr");
    await dialog.getByText("1 entry").first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await button(dialog, "Australia").click();
    await dialog.waitFor({ state: "detached" });
    await hasClicks(page, 1);
    expect(search(page)).toMatchObject({ country: "AU" });
    await opened.close();
  }, 180_000);

  test("the view is copied with its workspace and its clocks", async () => {
    const { page, context, close } = await open("/statistics?country=US");
    await hasClicks(page, 3);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await button(page, "Copy link to this view").click();
    const copied = new URL(await page.evaluate<string>("navigator.clipboard.readText()"));
    const { id } = await visoli.workspace.get();
    expect(Object.fromEntries(copied.searchParams)).toEqual({ country: "US", zone: "Europe/Berlin", w: id });
    await page.goto(copied.href);
    await hasClicks(page, 3);
    await close();
  }, 180_000);

  test("exports the chart, the lists and single clicks, filtered as what is seen", async () => {
    const { page, close } = await open("/statistics?country=US,DE");
    await hasClicks(page, 9);
    const exported = async (name: string) => {
      const download = page.waitForEvent("download");
      await button(page, "Export").click();
      await page.getByRole("menuitem", { name, exact: true }).click();
      return textOf(download);
    };
    const series = parseCsv(await exported("Chart as CSV")).map(({ cells }) => cells);
    expect(series[0]?.slice(0, 4)).toEqual(["start", "clicks", "visitors", "scans"]);
    expect(series.slice(1).reduce((sum, [, clicks]) => sum + Number(clicks), 0)).toBe(9);
    const lists = parseCsv(await exported("Lists as CSV")).map(({ cells }) => cells);
    expect(lists).toContainEqual(["country", "DE", "Germany", "6", "6", "0"]);
    expect(lists).toContainEqual(["link", ids.spring, `${new URL(server.url).host}/spring`, "9", "9", "0"]);
    const clicks = parseCsv(await exported("CSV")).map(({ cells }) => cells);
    expect([clicks.length, clicks[0]?.includes("country")]).toEqual([10, true]);
    await page.getByText(/^Saved: /).waitFor();
    await page.keyboard.press("Escape");
    const lines = (await exported("NDJSON")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).country).sort()).toEqual([
      ..."DE ".repeat(6).trim().split(" "),
      "US",
      "US",
      "US",
    ]);
    await page.keyboard.press("Escape");
    expect(await exported("Parquet")).toStartWith("PAR1");
    await close();
  }, 180_000);

  test("the live view shows a click within seconds, filtered, and across a restart", async () => {
    const opened = await open("/statistics?view=live&country=AU");
    const { page } = opened;
    const rows = page.getByRole("table", { name: "Clicks as they come" }).locator("tbody tr");
    await page.getByText("Live", { exact: true }).nth(1).waitFor();
    await until(async () => (await rows.count()) === 2);
    await page.locator("[role=status]", { hasText: "Live" }).waitFor();
    await follow(server.url, "watched", AUSTRALIA, FIREFOX, "shop.example.net");
    await follow(server.url, "watched", GERMANY, FIREFOX);
    await until(async () => (await rows.count()) === 3, { timeoutMs: 10_000 });
    for (const text of ["Australia", "watched", "shop.example.net", "Firefox"])
      expect(await rows.first().textContent()).toContain(text);
    await until(async () => (await page.locator("dl").first().textContent())?.includes("Last 5 minutes3"), {
      timeoutMs: 15_000,
    });
    expect(await axeViolations(page)).toEqual([]);
    await button(page, "Pause").click();
    await page.locator("[role=status]", { hasText: "Paused" }).waitFor();
    await follow(server.url, "watched?qr=1", AUSTRALIA, FIREFOX);
    await button(page, "Go on").click();
    await until(async () => (await rows.count()) === 4, { timeoutMs: 10_000 });
    expect(await rows.first().textContent()).toContain("QR");
    await server.stop();
    await page.locator("[role=status]", { hasText: "Not connected" }).waitFor();
    server = await server.restart();
    await page.locator("[role=status]", { hasText: "Live" }).waitFor({ timeout: 60_000 });
    await follow(server.url, "watched", AUSTRALIA, CHROME);
    await until(async () => (await rows.count()) === 5, { timeoutMs: 15_000 });
    await opened.close();
  }, 180_000);

  test("visits to no link are shown, and lead to a new link", async () => {
    const { page, close } = await open("/statistics");
    const table = page.getByRole("table", { name: "Addresses without a link" });
    const row = table.locator("tbody tr").first();
    expect(await row.textContent()).toContain("/no-such-link2");
    await row.getByRole("link", { name: /^Make a link for/ }).click();
    await page.waitForURL(/panel=new/);
    expect(search(page)).toMatchObject({ panel: "new", slug: "no-such-link" });
    await close();
  }, 180_000);

  test("all by the keyboard", async () => {
    const { page, close } = await open("/statistics");
    await hasClicks(page, 13);
    await rowOf(page, "United States").focus();
    await page.keyboard.press("Enter");
    await hasClicks(page, 3);
    await page.getByRole("application").or(page.locator(".recharts-surface")).first().focus();
    await page.keyboard.press("ArrowRight");
    await page.locator(".recharts-tooltip-wrapper").getByText("Clicks").waitFor();
    await button(page, /^Period/).focus();
    await page.keyboard.press("Enter");
    await button(page, "Today").waitFor();
    await page.keyboard.press("Escape");
    await button(page, "Today").waitFor({ state: "detached" });
    expect(await page.evaluate<string>("document.activeElement.getAttribute('aria-label')")).toStartWith(
      "Period",
    );
    await page.getByRole("tab", { name: "Regions" }).focus();
    await page.keyboard.press("ArrowRight");
    await isAt(page, { country: "US", places: "city" });
    await close();
  }, 180_000);

  test.each(["light", "dark"] as const)(
    "narrow, %s and in German",
    async (theme) => {
      const look = { theme, width: 360, height: 740, language: "de" as const };
      const opened = await open("/statistics", look);
      const { page } = opened;
      const seen = async (path: string, text: string | RegExp) => {
        await page.goto(`${server.url}/app${path}`);
        await page.getByText(text).first().waitFor();
        await page.waitForLoadState("networkidle").catch(() => {});
        expect([path, await faults(opened)]).toEqual([path, []]);
      };
      const [workspace, live, list] = WORKSPACE_PATHS;
      await seen(workspace ?? "", "Stunden der Woche");
      await seen(list ?? "", "3 Einträge");
      await seen(`/links/${ids.autumn}?tab=history`, "Der Link wurde angelegt");
      await seen(`/links/${ids.autumn}?tab=qr`, "Fehlerkorrektur");
      await seen(`/links/${ids.autumn}?tab=public`, "Seite veröffentlichen");
      await seen(`/links/${ids.autumn}?tab=settings`, "Was dieser Link tut");
      await page.goto(`${server.url}/app${live}`);
      await page.getByText("Klicks, wie sie kommen").waitFor();
      await page.getByText("Letzte 30 Minuten").waitFor();
      expect(await faults(opened)).toEqual([]);
      await opened.close();
    },
    120_000,
  );

  test("a small plan sees what it has, and is told of the rest", async () => {
    const { id } = await visoli.workspace.get();
    const { exitCode } = await runAdmin(server, { TRUST_PROXY: "1" }, "workspaces", "set-plan", id, "free");
    expect(exitCode).toBe(0);
    const opened = await open("/statistics");
    const { page } = opened;
    await hasClicks(page, 13);
    await page.getByText("Your plan free does not have this.").first().waitFor();
    await rowOf(page, "news.example.org").waitFor();
    await button(page, /^Period/).click();
    expect(await button(page, "Last 90 days").isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await faultsOf(opened)).toEqual([]);
    await page.goto(`${server.url}/app/statistics?period=90d`);
    await page.getByText("Your plan free reaches back 30 days.").waitFor();
    await page.goto(`${server.url}/app/statistics?view=live`);
    await page.getByText("Your plan does not have the live view.").waitFor();
    const plans = page.getByRole("link", { name: "See the plans" });
    expect(await plans.getAttribute("href")).toStartWith("/app/settings/plan");
    await opened.close();
  }, 180_000);
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { Visoli } from "@visoli/sdk";
import type { Browser, Download } from "playwright-core";
import { decodeQr } from "../packages/server/src/adapters/qr/decode.fixture.ts";
import { findModules, readPng } from "../packages/server/src/adapters/qr/read-back.fixture.ts";
import { until } from "../test/engines.ts";
import { axeViolations, faultsOf, HAS_CHROMIUM, type Look, launchBrowser, type Opened } from "./browser.ts";
import { endAll, type Server } from "./server.ts";
import { button, faults, hasClicks, openIn, rowOf, startWatched, type Watched } from "./statistics-page.ts";

describe.skipIf(!HAS_CHROMIUM)("a link's page in the dashboard, in Chromium", () => {
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

  test("a link's page: its aliases apart and together, and what is true of it alone", async () => {
    const opened = await open(`/links/${ids.spring}`);
    const { page } = opened;
    await hasClicks(page, 9);
    await rowOf(page, "sp").click();
    await hasClicks(page, 3);
    await page.getByText("Addresses: sp").waitFor();
    expect(await page.getByRole("link", { name: "https://example.com/spring" }).getAttribute("href")).toBe(
      "https://example.com/spring",
    );
    expect(await page.title()).toBe(`${new URL(server.url).host}/spring · Visoli`);
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByText("Aliases", { exact: true }).waitFor();
    await page.getByRole("main").getByRole("link", { name: "Edit" }).first().click();
    await page.waitForURL(/\/links\?.*panel=lnk_/);
    await opened.close();
  }, 180_000);

  test("a link that nobody followed says what to do", async () => {
    const opened = await open(`/links/${ids.quiet}`);
    await opened.page.getByText("No clicks yet").waitFor();
    await opened.page.getByText(`Share ${server.url}/quiet`).waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await opened.page.goto(`${server.url}/app/links/lnk_none`);
    await opened.page.getByText("There is no such link").waitFor();
    await opened.close();
  }, 180_000);

  test("history: who changed what, and one click back", async () => {
    await visoli.links.update(ids.autumn, {
      url: "https://example.com/winter",
      title: "Winter",
      tags: ["cold"],
    });
    await visoli.links.update(ids.autumn, { notes: "see you", password: "geheim12" });
    const { page, close } = await open(`/links/${ids.autumn}?tab=history`);
    const items = page.locator("ol > li");
    await until(async () => (await items.count()) === 3);
    expect(await items.first().textContent()).toContain("Notesnothing → see youPasswordchanged");
    expect(await items.nth(1).textContent()).toContain(
      "Destinationhttps://example.com/autumn → https://example.com/winter",
    );
    expect(await items.nth(1).textContent()).toContain("Added: coldRemoved: autumn");
    await button(items.nth(2), "Back to this version").click();
    expect(await axeViolations(page)).toEqual([]);
    await button(page.getByRole("alertdialog"), "Back to this version").click();
    await page.getByText("The link is as it was at version 1.").waitFor();
    await until(async () => (await items.count()) === 4);
    expect(await visoli.links.get(ids.autumn)).toMatchObject({
      ...{ url: "https://example.com/autumn", title: null, tags: ["autumn"], notes: null, hasPassword: true },
    });
    expect(await items.first().textContent()).toContain("Ada Lovelace");
    await close();
  }, 180_000);

  test("the QR code follows its options, warns, and what is downloaded leads to the link", async () => {
    const opened = await open(`/links/${ids.spring}?tab=qr`);
    const { page } = opened;
    const picture = page.getByRole("img", { name: /^QR code of/ });
    await picture.waitFor();
    await page.getByLabel("Size in pixels").fill("300");
    await page.getByLabel("Colour").fill("#1d3557");
    await page.getByLabel("Error correction").selectOption("H");
    expect(await faultsOf(opened)).toEqual([]);
    const download = page.waitForEvent("download");
    await button(page, "Download PNG").click();
    const pixels = readPng(readFileSync(await (await download).path()));
    expect([pixels.width, (await download).suggestedFilename()]).toEqual([300, "spring.png"]);
    expect(decodeQr(findModules(pixels, [0x1d, 0x35, 0x57, 255]).modules).text).toBe(
      `${server.url}/spring?qr=1`,
    );
    const svg = page.waitForEvent("download");
    await button(page, "Download SVG").click();
    expect(await textOf(svg)).toContain("<svg");
    await page.getByLabel("Colour").fill("#cccccc");
    await page.getByText(/^The colours are too near/).waitFor();
    expect(await button(page, "Download PNG").isDisabled()).toBe(true);
    await page.getByLabel("Colour").fill("#000000");
    await page.getByRole("switch", { name: "Logo of the workspace" }).click();
    await page.getByText("The workspace has no logo yet.").waitFor();
    await opened.close();
  }, 180_000);

  test("the public page is made, shown, changed and ended", async () => {
    const opened = await open(`/links/${ids.spring}?tab=public`);
    const { page } = opened;
    await page.getByRole("checkbox", { name: "Referrers" }).uncheck();
    await button(page, "Make the page public").click();
    await page.getByText("Statistics are public").waitFor();
    const { url, show } = await visoli.links.publicStatistics.get(ids.spring);
    expect(show).toEqual(["series", "countries", "devices", "browsers"]);
    await page.getByText(url).waitFor();
    expect(await faults(opened)).toEqual([]);
    await button(page, "Change what it shows").click();
    await page.getByRole("checkbox", { name: "Referrers" }).check();
    await button(page, "Change what it shows").last().click();
    await button(page.getByRole("alertdialog"), "Change what it shows").click();
    await until(async () => (await visoli.links.publicStatistics.get(ids.spring)).show.length === 5);
    await button(page, "End the page").click();
    await button(page.getByRole("alertdialog"), "End the page").click();
    await button(page, "Make the page public").waitFor();
    expect((await fetch(url)).status).toBe(404);
    await opened.close();
  }, 180_000);

  test("a link of the trash says so, keeps its numbers, and comes back", async () => {
    await visoli.links.delete(ids.past);
    const opened = await open(`/links/${ids.past}?period=90d`);
    const { page } = opened;
    await page.getByText(/^This link is in the trash/).waitFor();
    await hasClicks(page, 5);
    expect(await faults(opened)).toEqual([]);
    await button(page, "Restore").click();
    await page.getByText(/^This link is in the trash/).waitFor({ state: "detached" });
    expect((await visoli.links.get(ids.past)).status).toBe("active");
    await opened.close();
  }, 180_000);
});

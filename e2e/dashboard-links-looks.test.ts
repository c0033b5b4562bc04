import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Visoli } from "@visoli/sdk";
import type { Browser, Locator } from "playwright-core";
import { axeViolations, faultsOf, HAS_CHROMIUM, launchBrowser } from "./browser.ts";
import { openDashboard, setUpOwner } from "./dashboard.ts";
import { endAll, type Server, startServer } from "./server.ts";

const LONG = `https://example.com/long?q=${"x".repeat(3_970)}`;

describe.skipIf(!HAS_CHROMIUM)("how the dashboard's links look, in Chromium", () => {
  let server: Server;
  let browser: Browser;
  let visoli: Visoli;

  beforeAll(async () => {
    server = await startServer();
    await setUpOwner(server);
    browser = await launchBrowser();
    visoli = new Visoli({ baseUrl: server.url, apiKey: server.apiKey });
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  const button = (at: Locator, name: RegExp) => at.getByRole("button", { name });

  const looks = (["light", "dark"] as const).flatMap((theme) =>
    [1440, 360].map((width) => [theme, width] as const),
  );
  test.each(looks)(
    "all of it in %s, %d px wide",
    async (theme, width) => {
      const slug = `wide-${theme}-${width}`;
      const made = await visoli.links.create({
        ...{ url: LONG, slug, title: "T".repeat(255), tags: ["t".repeat(50), "u".repeat(50)] },
        rules: [
          { conditions: [{ type: "country", in: ["DE"] }], url: LONG },
          {
            conditions: [{ type: "time", from: "08:00", until: "17:00", timezone: "Europe/Berlin" }],
            url: LONG,
          },
        ],
        ...{ preview: { title: "Card" }, expiresAt: "2099-01-01T00:00:00Z", maxClicks: 5 },
      });
      const opened = await openDashboard(browser, server, `/links?q=${slug}`, {
        theme,
        width,
        language: width === 360 ? "de" : "en",
      });
      const { page, shoot } = opened;
      const row = page.locator("[data-row]").filter({ hasText: `/${slug}` });
      await row.waitFor();
      await row.getByRole("checkbox").click();
      await shoot(`links-${theme}-${width}`);
      expect(await faultsOf(opened)).toEqual([]);
      await page.goto(`${server.url}/app/links?panel=${made.id}`);
      const panel = page.getByRole("dialog");
      await panel.locator("button[aria-expanded]").first().waitFor();
      const heads = panel.locator("h3 button");
      for (let index = 0; index < (await heads.count()); index++) await heads.nth(index).click();
      await panel.locator("[data-rule] [data-part=head]").first().click();
      await panel.getByRole("img", { name: /QR/ }).waitFor();
      await shoot(`links-panel-${theme}-${width}`);
      expect(await faultsOf(opened)).toEqual([]);
      expect(await overflowOf(panel)).toEqual([]);
      await page.goto(`${server.url}/app/links?panel=import`);
      await panel.getByRole("textbox").fill(`url,title\n${LONG},${"T".repeat(300)}\nnope,x\n`);
      await button(panel, /^(Go on|Weiter)$/).click();
      await shoot(`links-import-${theme}-${width}`);
      expect(await axeViolations(page)).toEqual([]);
      await button(panel, /^(Make 2 links|2 Links anlegen)$/).click();
      await button(panel, /^(Download|Ergebnis)/).waitFor();
      await shoot(`links-imported-${theme}-${width}`);
      expect(await faultsOf(opened)).toEqual([]);
      await opened.close();
    },
    90_000,
  );

  /** What is wider than the panel it is in. */
  function overflowOf(panel: Locator): Promise<string[]> {
    return panel.evaluate((element) =>
      [...element.querySelectorAll("section, form, fieldset, p, li")]
        .filter((each) => each.scrollWidth > element.clientWidth)
        .map((each) => `${each.tagName} ${each.textContent?.slice(0, 40)}`),
    );
  }
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { HAS_CHROMIUM, type Look, launchBrowser, type Opened } from "./browser.ts";
import { OWNER, openDashboard, setUpOwner } from "./dashboard.ts";
import { dashboardPaths, fillDashboard, holds, type Ids, settled } from "./dashboard-routes.ts";
import { endAll, type Server, startServer } from "./server.ts";

const API = /\/api\/v1\/(?!me(\?|$))/;
const AWAY = "The server cannot be reached. What you see may be old; we keep trying.";
const SIGNED_OUT = /You are not signed in any more/;
const MAX_SHIFT = 0.05;
const FAILURE = JSON.stringify({
  ...{ type: "about:blank", title: "Something failed", status: 500, code: "internal" },
  ...{ detail: "It is our fault", requestId: "req_1", errors: [] },
});

describe.skipIf(!HAS_CHROMIUM)("the dashboard and its network, in Chromium", () => {
  let server: Server;
  let browser: Browser;
  let ids: Ids;
  beforeAll(async () => {
    server = await startServer();
    await setUpOwner(server);
    ids = await fillDashboard(server);
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  /** Runs with a page of its own. */
  async function visit(path: string, go: (opened: Opened) => Promise<void>, look: Look = {}): Promise<void> {
    const opened = await openDashboard(browser, server, path, look);
    try {
      await go(opened);
    } finally {
      await opened.close();
    }
  }
  const goTo = async (page: Page, path: string) => {
    await page.goto(`${server.url}/app${path}`);
    await settled(page);
  };
  const retry = (page: Page) => page.getByRole("button", { name: "Try again" });
  const signIn = async (page: Page) => {
    await page.getByLabel("Email address").fill(OWNER.email);
    await page.getByLabel("Password").fill(OWNER.password);
    await page.keyboard.press("Enter");
  };

  describe("a server that goes and comes again", () => {
    test("is told of, loses nothing that was typed, and data come back by themselves", async () => {
      await visit("/links?panel=new", async ({ page }) => {
        const field = page.getByLabel("Destination");
        await field.fill("https://example.com/typed-before");
        const other = await page.context().newPage();
        await goTo(other, "/tags");
        expect(await server.stop()).toBe(0);

        await page.getByRole("button", { name: "Create link" }).click();
        await page.getByText(AWAY).waitFor();
        await page.getByRole("alert").getByText("The server cannot be reached right now.").waitFor();
        expect(await field.inputValue()).toBe("https://example.com/typed-before");
        // Nor does a page whose code was never loaded take away what is open.
        await other.getByRole("link", { name: "Audit log" }).click();
        await other.getByText(AWAY).waitFor();
        expect(new URL(other.url()).origin).toBe(server.url);

        server = await server.restart();
        await page.getByText(AWAY).waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Create link" }).click();
        await page.getByText("Your link is ready").waitFor();
        await other.getByText(AWAY).waitFor({ state: "detached" });
        await other.getByRole("heading", { name: "Audit log", level: 1 }).waitFor();
        await settled(other);
        expect(await other.getByRole("alert").count()).toBe(0);
      });
    }, 120_000);

    test("while a page is opened: it opens by itself afterwards", async () => {
      await visit("/keys", async ({ page }) => {
        await page.route(/\/(api|healthz)/, (route) => route.abort());
        await page.reload();
        await page.getByRole("heading", { name: "This page could not be opened" }).waitFor();
        await page.unroute(/\/(api|healthz)/);
        await page.getByRole("heading", { name: "API keys", level: 1 }).waitFor();
        await settled(page);
      });
    }, 60_000);
  });

  test("a slow network: skeletons in the size of what comes, on every page", async () => {
    await visit("/links", async ({ page }) => {
      await page.addInitScript(COUNT_SHIFTS);
      await page.route(API, async (route) => {
        await Bun.sleep(400);
        await route.continue().catch(() => {});
      });
      const shifts: [string, number, string][] = [];
      for (const path of dashboardPaths(ids)) {
        await goTo(page, path);
        const { sum, parts } = await page.evaluate<{ sum: number; parts: string[] }>("shifts");
        shifts.push([path, Number(sum.toFixed(3)), parts.join(" ")]);
      }
      expect(shifts.filter(([, sum]) => sum >= MAX_SHIFT)).toEqual([]);
      expect(shifts.length).toBeGreaterThan(15);
    });
  }, 180_000);

  test("a failing server: every page says so, and its retry works", async () => {
    await visit("/links", async ({ page }) => {
      const silent: string[] = [];
      for (const path of dashboardPaths(ids)) {
        let failed = 0;
        await page.route(API, (route) => {
          failed++;
          return route.fulfill({ status: 500, contentType: "application/problem+json", body: FAILURE });
        });
        await goTo(page, path);
        if (failed > 0 && (await retry(page).count()) === 0) silent.push(path);
        await page.unroute(API);
        // The click on one may bring the others with it.
        for (let left = await retry(page).count(); left > 0; left = await retry(page).count()) {
          await retry(page).first().click();
          await holds(
            page,
            `[...document.querySelectorAll("main button")].filter(({ textContent }) => textContent === "Try again").length < ${left}`,
          );
        }
        await settled(page);
        expect([path, await page.getByRole("main").getByRole("alert").allInnerTexts()]).toEqual([path, []]);
      }
      expect(silent).toEqual([]);
    });
  }, 180_000);

  test("an ended session: to the sign-in page and back to the same place, what was typed kept", async () => {
    await visit("/links?q=spring&panel=new", async ({ page, context }) => {
      // What is asked for meanwhile leads away, too: then the browser asks whether to leave what was typed.
      page.on("dialog", (dialog) => void dialog.dismiss());
      await page.getByLabel("Destination").click();
      await page.keyboard.type("https://example.com/typed");
      await context.clearCookies();
      await page.getByRole("button", { name: "Create link" }).click();
      await page.getByText(SIGNED_OUT).waitFor();
      const other = await context.newPage();
      await other.goto(`${server.url}/account/sign-in`);
      await signIn(other);
      await other.waitForURL("**/app/**");
      await page.getByRole("button", { name: "Create link" }).click();
      await page.getByText("Your link is ready").waitFor();

      await page.keyboard.press("Escape");
      await context.clearCookies();
      await page.getByLabel("Search slug, address, title, notes").fill("sale");
      await page.waitForURL("**/account/sign-in*");
      await signIn(page);
      await page.waitForURL(`${server.url}/app/links?*`);
      expect(new URL(page.url()).searchParams.get("q")).toBe("sale");
      await page.locator("[data-row]").first().waitFor();
    });
  }, 90_000);

  test.each(["/links", "/statistics", "/settings/workspace"])(
    "%s of a workspace that one is not in: a calm page, and a way back",
    async (path) => {
      await visit(`${path}?w=ws_0123456789abcdefghij`, async ({ page }) => {
        await page.getByRole("heading", { name: "You are not in this workspace", level: 1 }).waitFor();
        await page.getByRole("link", { name: "To your own workspace" }).click();
        await page.locator("[data-row]").first().waitFor();
        expect(new URL(page.url()).searchParams.get("w")).toBeNull();
      });
    },
    60_000,
  );

  test.each(["/nothing", "/links/lnk_nothing/more", "/settings/nothing", "/%ff%fe"])(
    "%s leads nowhere: a calm page, and a way back",
    async (path) => {
      await visit(path, async ({ page }) => {
        await page.getByRole("heading", { name: "There is nothing at this address", level: 1 }).waitFor();
        await page.getByRole("link", { name: "To the links" }).click();
        await page.locator("[data-row]").first().waitFor();
      });
    },
    60_000,
  );

  test.each(["/links/lnk_0123456789abcdefghij", "/webhooks/wh_0123456789abcdefghij"])(
    "%s was never there: a calm page, no failure",
    async (path) => {
      const { page, close, complaints } = await openAnyhow(path);
      await page.getByRole("main").getByRole("link").first().waitFor();
      expect(await retry(page).count()).toBe(0);
      expect(complaints.filter((each) => !each.includes("404"))).toEqual([]);
      await close();
    },
    60_000,
  );

  async function openAnyhow(path: string): Promise<Opened> {
    const opened = await openDashboard(browser, server, "/keys");
    await opened.page.goto(`${server.url}/app${path}`);
    return opened;
  }
});

/** Sums up what moved by itself, and names what did. */
const COUNT_SHIFTS = `
  window.shifts = { sum: 0, parts: [] };
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      shifts.sum += value;
      for (const { node } of sources ?? [])
        shifts.parts.push(value.toFixed(3) + " " + (node?.nodeName ?? "?") + "." + String(node?.className ?? "").slice(0, 60));
    }
  }).observe({ type: "layout-shift", buffered: true });
`;

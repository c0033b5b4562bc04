import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { until } from "../test/engines.ts";
import { startReceiver } from "../test/webhooks.ts";
import { faultsOf, HAS_CHROMIUM, launchBrowser, type Opened } from "./browser.ts";
import { openDashboard, setUpOwner } from "./dashboard.ts";
import { endAll, type Server, startServer } from "./server.ts";

const receiver = startReceiver();
let server: Server;
let browser: Browser;
beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  server = await startServer({ env: { PRIVATE_WEBHOOKS: "on" } });
  await setUpOwner(server);
  browser = await launchBrowser();
});
beforeEach(receiver.reset);
afterAll(async () => {
  await browser?.close();
  receiver.stop();
  await endAll();
});

const LOOKS = [
  { theme: "light", width: 1440, language: "en" },
  { theme: "dark", width: 360, language: "de" },
] as const;
const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" });
const inDialog = (page: Page, name: string) =>
  button(page, name).and(page.locator("[role=dialog] button, [role=alertdialog] button"));
const shownKey = async (page: Page) =>
  (await page.getByRole("dialog").locator("pre").first().textContent())?.trim() ?? "";
const ask = (key: string) =>
  fetch(`${server.url}/api/v1/links`, { headers: { Authorization: `Bearer ${key}` } }).then(
    ({ status }) => status,
  );

/** Runs with a page of its own, which must have nothing to complain of at its end. */
async function visit(path: string, go: (opened: Opened) => Promise<void>, look = {}): Promise<void> {
  const opened = await openDashboard(browser, server, path, look);
  try {
    await go(opened);
  } finally {
    await opened.close();
  }
}

describe.skipIf(!HAS_CHROMIUM)("API keys in the dashboard", () => {
  test("one is made, used, found in the log, rotated with an overlap, and revoked", async () => {
    await visit("/keys", async ({ page }) => {
      await button(page, "Create key").click();
      await page.getByLabel("Name", { exact: true }).fill("Terminal");
      await inDialog(page, "Create key").click();
      const key = await shownKey(page);
      expect(key).toMatch(/^sk_api_[0-9A-Za-z]{38}$/);
      // What is beside does not lose it.
      await page.keyboard.press("Escape");
      await page.mouse.click(5, 5);
      expect(await shownKey(page)).toBe(key);
      await button(page, "I have stored it").click();
      expect(await page.getByText(key).count()).toBe(0);

      expect(await ask(key)).toBe(200);
      const log = await openDashboard(browser, server, "/api-log?status=2xx&method=GET");
      // What was asked stands there a moment later.
      await log.page.getByLabel("Keep up to date").check();
      await log.page
        .getByRole("row", { name: /Terminal/ })
        .first()
        .waitFor();
      await log.close();

      await button(page, "Actions for Terminal").click();
      await page.getByRole("menuitem", { name: "Rotate" }).click();
      await page.getByLabel("The old key").selectOption("3600");
      await inDialog(page, "Rotate").click();
      await button(page, "I have stored it").waitFor();
      const next = await shownKey(page);
      expect(next).not.toBe(key);
      expect([await ask(key), await ask(next)]).toEqual([200, 200]);
      await button(page, "I have stored it").click();

      await page.getByText("being replaced").waitFor();
      await button(page, "Actions for Terminal").first().click();
      await page.getByRole("menuitem", { name: "Revoke" }).click();
      await inDialog(page, "Revoke").click();
      await page.getByText("The key was revoked.").waitFor();
      expect([await ask(key), await ask(next)].sort()).toEqual([200, 401]);
    });
  });

  test("what is wrong with a field stands beside it, and nothing is lost", async () => {
    await visit("/keys", async ({ page }) => {
      await button(page, "Create key").click();
      await page.getByLabel("Name", { exact: true }).fill("Nowhere");
      await page.getByLabel("Only from these networks").fill("no network");
      await inDialog(page, "Create key").click();
      await page.getByRole("alert").waitFor();
      const field = page.getByLabel("Only from these networks");
      expect(await field.getAttribute("aria-invalid")).toBe("true");
      expect(await field.inputValue()).toBe("no network");
    });
  });
});

describe.skipIf(!HAS_CHROMIUM)("webhooks in the dashboard", () => {
  test("one is added, tried, its failure sent again, its secret rotated, and it is deleted", async () => {
    await visit("/webhooks", async ({ page }) => {
      await button(page, "Add webhook").click();
      await page.getByLabel("Address").fill(receiver.url);
      await page.getByLabel("Clicks, too").check();
      await inDialog(page, "Add webhook").click();
      await button(page, "I have stored it").waitFor();
      const [made] = receiver.received;
      expect(made).toBeUndefined();
      expect(await shownKey(page)).toStartWith("whsec_");
      await button(page, "I have stored it").click();

      await page.getByRole("link", { name: receiver.url }).click();
      receiver.answerWith(() => new Response("not now", { status: 500 }));
      await button(page, "Send a test").click();
      await until(async () => receiver.received.length >= 1, { timeoutMs: 10_000 });
      await button(page, "Details of webhook.test").first().click();
      const panel = page.getByRole("dialog");
      await panel.getByText("500", { exact: true }).first().waitFor();
      receiver.answerWith(() => new Response(null, { status: 204 }));
      await inDialog(page, "Send again").click();
      await panel.getByText("delivered", { exact: true }).waitFor();
      expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
      await page.keyboard.press("Escape");

      await button(page, "Actions").click();
      await page.getByRole("menuitem", { name: "Rotate secret" }).click();
      await inDialog(page, "Rotate secret").click();
      await button(page, "I have stored it").click();
      await button(page, "Actions").click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await inDialog(page, "Delete").click();
      await page.getByText("No webhooks yet").waitFor();
    });
  });
});

describe.skipIf(!HAS_CHROMIUM)("domains in the dashboard", () => {
  test("one is added step by step, told what is missing, changed, and removed", async () => {
    await visit("/domains", async ({ page }) => {
      await button(page, "Add domain").click();
      await page.getByLabel("Domain", { exact: true }).fill("go.example.test");
      await inDialog(page, "Next").click();
      const panel = page.getByRole("dialog");
      await panel.getByText("_visoli.go.example.test", { exact: true }).waitFor();
      await panel.getByText(/^DNS: /).waitFor();
      await page.getByLabel("Bare domain leads to").fill("https://example.com/");
      await inDialog(page, "Save").click();
      await page.getByText("The domain was changed.").waitFor();
      // It stays open at its address.
      await page.reload();
      await until(
        async () => (await page.getByLabel("Bare domain leads to").inputValue()) === "https://example.com/",
      );
      await button(page, "Remove domain").click();
      expect(await inDialog(page, "Remove domain").last().isDisabled()).toBe(true);
      await page.getByLabel("Type go.example.test to confirm").fill("go.example.test");
      await inDialog(page, "Remove domain").last().click();
      await page.getByText("No domains of your own yet").waitFor();
    });
  });
});

describe.skipIf(!HAS_CHROMIUM).each([...LOOKS])(
  "developers' pages, $theme at $width px in $language",
  (look) => {
    test.each([
      ["/keys", null],
      ["/keys", /^(Create key|Schlüssel anlegen)$/],
      ["/api-log", /^(Details of|Einzelheiten zu)/],
      ["/webhooks", null],
      ["/webhooks", /^(Add webhook|Webhook hinzufügen)$/],
      ["/domains", /^(Add domain|Domain hinzufügen)$/],
    ])("%s, opened by %s: no fault", async (path, opens) => {
      await visit(
        path,
        async (opened) => {
          if (opens) {
            await opened.page.getByRole("button", { name: opens }).first().click();
            await opened.page.getByRole("dialog").waitFor();
          }
          expect(await faultsOf(opened)).toEqual([]);
        },
        look,
      );
    });
  },
);

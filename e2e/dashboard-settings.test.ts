import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { freePort, temporaryFolder } from "../test/engines.ts";
import { SECRET_KEY, signed, startStripe, WEBHOOK_SECRET } from "../test/stripe.ts";
import { totp } from "../test/totp.ts";
import { faultsOf, HAS_CHROMIUM, type Look, launchBrowser } from "./browser.ts";
import { OWNER, openDashboard, setUpOwner } from "./dashboard.ts";
import { endAll, type Server, startServer } from "./server.ts";

const PAGES = ["workspace", "plan", "privacy", "notifications", "account", "security"] as const;
/** That a refusal is one is said on the page, too. */
const grave = (complaints: string[]) =>
  complaints.filter((each) => !/^Failed to load resource.* 4\d\d/.test(each));
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();
const dialogOf = (page: Page) => page.locator("[role=dialog],[role=alertdialog]").last();
const toasted = (page: Page, text: string | RegExp) => page.getByText(text).last().waitFor();

describe.skipIf(!HAS_CHROMIUM)("settings in Chromium", () => {
  const stripe = startStripe(Date.now);
  let browser: Browser;
  let server: Server;
  let shop: Server;
  let subscription: ReturnType<typeof stripe.complete>;

  beforeAll(async () => {
    const plans = join(temporaryFolder(), "plans.json");
    writeFileSync(plans, JSON.stringify({ free: { linksPerMonth: 2 } }));
    // Passkeys are for names, not for addresses.
    const port = await freePort();
    const home = `http://localhost:${port}`;
    server = { ...(await startServer({ port, env: { MAIL_PREVIEW: "on", PUBLIC_URL: home } })), url: home };
    shop = await startServer({
      env: {
        ...{ BILLING: "stripe", STRIPE_SECRET_KEY: SECRET_KEY, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET },
        ...{ STRIPE_PRICE_PRO: "price_pro", STRIPE_PRICE_ENTERPRISE: "price_enterprise" },
        ...{ STRIPE_API_URL: stripe.url, PLANS_FILE: plans, DEFAULT_PLAN: "free" },
      },
    });
    for (const each of [server, shop]) await setUpOwner(each);
    browser = await launchBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    stripe.stop();
    await endAll();
  });

  const open = (path: string, look: Look & { password?: string } = {}, at = server) =>
    openDashboard(browser, at, path, look);
  /** Posts all that happened at Stripe. */
  async function deliver(): Promise<void> {
    for (const event of stripe.events.splice(0)) {
      const { body, headers } = await signed(event, Date.now());
      const answer = await fetch(`${shop.url}/api/stripe/webhook`, { method: "POST", body, headers });
      expect(answer.status).toBe(200);
    }
  }

  const looks: [name: string, look: Look][] = [
    ["light", {}],
    ["dark, narrow, German", { width: 360, theme: "dark", language: "de" }],
  ];
  for (const [name, look] of looks)
    test(`every page is accessible, fits and asks nobody else, ${name}`, async () => {
      const opened = await open("/settings/workspace", look);
      for (const each of PAGES) {
        await opened.page.goto(`${server.url}/app/settings/${each}`);
        await opened.page.locator("section").first().waitFor();
        await opened.page.waitForLoadState("networkidle");
        expect([each, await faultsOf(opened)]).toEqual([each, []]);
      }
      const words = { en: "Security", de: "Sicherheit" }[look.language ?? "en"];
      expect(await opened.page.getByRole("heading", { level: 1 }).textContent()).toBe(words);
      const dialogs = { en: ["Change password", "Turn on"], de: ["Passwort ändern", "Einschalten"] };
      for (const button of dialogs[look.language ?? "en"]) {
        await press(opened.page, button);
        await dialogOf(opened.page).waitFor();
        expect([button, await faultsOf(opened)]).toEqual([button, []]);
        await opened.page.keyboard.press("Escape");
      }
      await opened.close();
    }, 120_000);

  test("the workspace is renamed, takes a scheme and a logo, and is told apart from wrong ones", async () => {
    const { page, complaints, close } = await open("/settings/workspace");
    await page.getByLabel("Name").fill("Wanderlust");
    await page.getByLabel("Schemes of destinations").fill("not a scheme");
    await page.keyboard.press("Enter");
    await press(page, "Save");
    await page.getByRole("alert").first().waitFor();
    await press(page, /^Remove not a scheme/);
    await page.getByLabel("Schemes of destinations").fill("mailto");
    await page.keyboard.press("Enter");
    await press(page, "Save");
    await toasted(page, "Saved.");
    await page.getByRole("button", { name: "Wanderlust" }).waitFor();
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300"><rect width="900" height="300" fill="red"/></svg>`;
    const picker = page.getByLabel("Picture", { exact: true });
    await picker.setInputFiles({ name: "no.png", mimeType: "image/png", buffer: Buffer.from("nonsense") });
    await page.getByText("This is no picture").waitFor();
    await picker.setInputFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(svg) });
    const logo = page.getByRole("img", { name: "The workspace’s logo" });
    await logo.waitFor();
    const size = await logo.evaluate((image) => {
      const { naturalWidth, naturalHeight } = image as unknown as Record<string, number>;
      return [naturalWidth, naturalHeight];
    });
    expect(size).toEqual([256, 85]);
    await press(page, /^Remove$/);
    await page.getByRole("img", { name: "No logo yet" }).waitFor();
    await press(page, "Delete workspace");
    const confirm = dialogOf(page).getByRole("button", { name: "Delete workspace" });
    expect(await confirm.isDisabled()).toBe(true);
    await dialogOf(page).getByLabel("Type Wanderlust to confirm").fill("Wanderlust");
    await confirm.click();
    // The service's first one stays.
    await dialogOf(page).getByRole("alert").waitFor();
    await page.keyboard.press("Escape");
    expect(grave(complaints)).toEqual([]);
    await close();
  }, 90_000);

  test("notifications are kept, and the account's data can be taken along", async () => {
    const { page, close } = await open("/settings/notifications");
    await page.getByLabel("Summary of clicks").selectOption("weekly");
    await page.getByLabel("Time zone").selectOption("Pacific/Auckland");
    await page.getByLabel("A link is suddenly popular").click();
    const before = await page.getByLabel("A link is suddenly popular").getAttribute("aria-checked");
    await press(page, "Save");
    await toasted(page, "Saved.");
    await page.reload();
    expect(await page.getByLabel("Summary of clicks").inputValue()).toBe("weekly");
    expect(await page.getByLabel("Time zone").inputValue()).toBe("Pacific/Auckland");
    expect(await page.getByLabel("A link is suddenly popular").getAttribute("aria-checked")).toBe(before);
    await page.goto(`${server.url}/app/settings/account`);
    const [file] = await Promise.all([page.waitForEvent("download"), press(page, "Download as JSON")]);
    const kept = JSON.parse(await Bun.file(await file.path()).text());
    expect(kept.person.email).toBe(OWNER.email);
    await press(page, "Dark");
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    await press(page, "Deutsch");
    await page.getByRole("heading", { name: "Konto" }).waitFor();
    await close();
  }, 90_000);

  test("a session is ended elsewhere, and is told that it is over", async () => {
    const [here, there] = [await open("/settings/security"), await open("/tags")];
    await here.page.reload();
    await here.page.getByText("this one").waitFor();
    // It was long ago that the password was shown.
    const database = new Database(join(server.dataDir, "visoli.db"));
    database.run("pragma busy_timeout = 5000");
    database.run("update sessions set created_at = created_at - 3600000, confirmed_at = null");
    database.close();
    await press(here.page, "End all others");
    await here.page.getByRole("heading", { name: "Is it still you?" }).waitFor();
    expect(grave(await faultsOf(here))).toEqual([]);
    await here.page.keyboard.press("Escape");
    await press(here.page, "End all others");
    await here.page.getByLabel("Password", { exact: true }).fill("wrong");
    await here.page.keyboard.press("Enter");
    await dialogOf(here.page).getByRole("alert").waitFor();
    await here.page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await here.page.keyboard.press("Enter");
    await toasted(here.page, /sessions? (was|were) ended/);
    await there.page.getByRole("link", { name: "Members" }).click();
    await there.page.waitForURL("**/account/sign-in**");
    await Promise.all([here.close(), there.close()]);
  }, 90_000);

  test("a passkey is added, signs in, and is removed", async () => {
    const { page, context, complaints, close } = await open("/settings/security");
    const device = await context.newCDPSession(page);
    await device.send("WebAuthn.enable");
    const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true } as const;
    const able = { hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
    await device.send("WebAuthn.addVirtualAuthenticator", { options: { ...options, ...able } });
    await press(page, "Add passkey");
    await page.getByLabel("Name").fill("Phone");
    await page.getByLabel("Your password").fill(OWNER.password);
    await page.keyboard.press("Enter");
    await toasted(page, "The passkey was added.");
    await page.getByText("never used").waitFor();
    await press(page, "Your account");
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL("**/account/sign-in**");
    await page.goto(`${server.url}/account/sign-in?next=/app/settings/security`);
    await press(page, /passkey/i);
    await page.getByText("Signed in by a passkey").waitFor();
    await press(page, "Remove Phone");
    await dialogOf(page).getByRole("button", { name: "Remove" }).click();
    await page.getByText("No passkeys yet.").waitFor();
    expect(grave(complaints)).toEqual([]);
    await close();
  }, 90_000);

  test("two-factor is turned on with a code, asked for at the door, and turned off", async () => {
    const { page, complaints, close } = await open("/settings/security");
    await press(page, "Turn on");
    await page.getByLabel("Your password").fill("wrong");
    await page.keyboard.press("Enter");
    await dialogOf(page).getByRole("alert").waitFor();
    await page.getByLabel("Your password").fill(OWNER.password);
    await page.keyboard.press("Enter");
    await page.getByRole("img", { name: "QR code with the secret" }).waitFor();
    const secret = ((await dialogOf(page).locator("pre").textContent()) ?? "").replace(/\s/g, "");
    const uri = `otpauth://totp/x?secret=${secret}`;
    await page.getByLabel("The six digits that the app shows").fill(totp(uri, Date.now()));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Recovery codes" }).waitFor();
    const codes = ((await dialogOf(page).locator("pre").textContent()) ?? "").split("\n");
    expect(codes.length).toBeGreaterThan(5);
    await page.keyboard.press("Escape");
    await press(page, "I have stored them");
    await page.getByText("Two-factor turned on").waitFor();

    const other = await browser.newContext();
    const door = await other.newPage();
    await door.goto(`${server.url}/account/sign-in?next=/app/settings/security`);
    await door.getByLabel("Email address").fill(OWNER.email);
    await door.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await door.keyboard.press("Enter");
    await door.waitForURL("**/account/second-factor**");
    // The app's next code: each works once.
    await door
      .getByLabel(/code/i)
      .first()
      .fill(totp(uri, Date.now() + 30_000));
    await door.keyboard.press("Enter");
    await door.getByRole("heading", { name: "Security", exact: true }).waitFor();
    await other.close();

    await press(page, "Turn off");
    await page.getByLabel("Your password").fill(OWNER.password);
    await page.keyboard.press("Enter");
    await toasted(page, "Two-factor is off.");
    expect(grave(complaints)).toEqual([]);
    await close();
  }, 120_000);

  test("a limit is shown as it is reached, and a plan is bought, changed, canceled and kept", async () => {
    const opened = await open("/settings/plan", {}, shop);
    const { page, complaints, hosts } = opened;
    await page.route("https://*.stripe.test/**", (route) => route.fulfill({ body: "Stripe" }));
    await page.getByRole("meter", { name: "New links this month" }).waitFor();
    for (let count = 0; count < 2; count++) {
      const made = await page.request.post(`${shop.url}/api/v1/links`, {
        headers: { Origin: shop.url },
        data: { url: "https://example.com/" },
      });
      expect(made.status()).toBe(201);
    }
    await page.reload();
    await page.getByRole("alert").getByText("The month’s links are used up").waitFor();
    const meter = page.getByRole("meter", { name: "New links this month" });
    expect(await meter.getAttribute("aria-valuenow")).toBe("2");
    expect(await faultsOf(opened)).toEqual([]);

    await press(page, "Choose Pro");
    await page.waitForURL("https://checkout.stripe.test/**");
    hosts.delete("checkout.stripe.test");
    const [session] = [...stripe.sessions.values()].slice(-1);
    const returned = new URL(session?.successUrl ?? "");
    expect([returned.pathname, returned.searchParams.get("checkout")]).toEqual([
      "/app/settings/plan",
      "done",
    ]);
    await page.goto(returned.href);
    await page.getByText("As soon as the payment is confirmed").waitFor();
    subscription = stripe.complete(session?.id ?? "");
    await deliver();
    // The page asks again by itself.
    await page.getByText("The workspace has the plan Pro now").waitFor();
    await page.getByText("Plan Pro", { exact: true }).waitFor();
    await page.getByText("$9.99 each month").waitFor();

    await press(page, "Switch to Enterprise");
    await dialogOf(page).getByText("Next invoice").waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await press(page, "Switch now");
    await page.getByText("Plan Enterprise", { exact: true }).waitFor();
    await press(page, "Cancel subscription");
    await dialogOf(page).getByRole("button", { name: "Cancel subscription" }).click();
    await page.getByText("Ends soon").waitFor();
    await press(page, "Keep the subscription");
    await page.getByText("Active", { exact: true }).waitFor();
    expect(grave(complaints)).toEqual([]);
    await opened.close();
  }, 120_000);

  test("a payment that failed is told with what is left of grace", async () => {
    stripe.renew(subscription, false);
    await deliver();
    const opened = await open("/settings/plan", { width: 360, theme: "dark" }, shop);
    await opened.page.getByText(/The last payment failed. The plan stays for 7 more days/).waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await opened.page.route("https://*.stripe.test/**", (route) => route.fulfill({ body: "Stripe" }));
    await press(opened.page, "Pay now");
    await opened.page.waitForURL("https://billing.stripe.test/**");
    await opened.close();
  }, 60_000);
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { freePort, until } from "../test/engines.ts";
import { faultsOf, HAS_CHROMIUM, launchBrowser, type Opened, openPage } from "./browser.ts";
import { OWNER, setUpOwner } from "./dashboard.ts";
import { expectReadable } from "./looks.ts";
import { endAll, type Server, startServer } from "./server.ts";

const PASSWORD = "a staple of correct horses";
const [ADA, GRACE] = ["ada@example.com", "grace@example.com"];

describe.skipIf(!HAS_CHROMIUM)("an account by pages alone, in Chromium", () => {
  let server: Server;
  let browser: Browser;
  /** Of an invitation to Joan, and what Ada's browser keeps. */
  let joans = "";
  let adas: Awaited<ReturnType<BrowserContext["storageState"]>>;

  beforeAll(async () => {
    server = await startServer({ env: { MAIL_PREVIEW: "on" } });
    browser = await launchBrowser();
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  /** Enters what the labels ask for, and sends it by the keyboard. */
  async function fill(page: Page, fields: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
    await page.keyboard.press("Enter");
  }
  const seen = (page: Page, heading: string) => page.getByRole("heading", { name: heading }).waitFor();
  const press = (page: Page, name: string) => page.getByRole("button", { name }).click();
  const follow = (page: Page, name: string) => page.getByRole("link", { name }).click();
  /** The address in the newest mail to somebody that has the words. */
  async function addressInMail(to: string, words: string): Promise<string> {
    const folder = join(server.dataDir, "mail");
    const found = await until(
      () => {
        const names = readdirSync(folder).filter((name) => name.endsWith(".txt"));
        const mails = names.toSorted().map((name) => readFileSync(join(folder, name), "utf8"));
        return mails.findLast((mail) => mail.startsWith(`To: ${to}\n`) && mail.includes(words)) ?? false;
      },
      { timeoutMs: 20_000 },
    );
    return /http\S+/.exec(String(found))?.[0] ?? "";
  }

  test("from the set-up link to a second person who is in both workspaces, and a password that was lost", async () => {
    const { page: ada, complaints } = await openPage(browser);
    await ada.goto(server.setupUrl);
    await fill(ada, { "Your name": "Ada", "Email address": ADA, Password: PASSWORD });
    await seen(ada, "You are signed in");
    expect(await ada.getByRole("link", { name: "To the dashboard" }).getAttribute("href")).toBe("/app");
    await ada.goto(`${server.url}/account`);
    await ada.getByText("Owner, as owner").waitFor();
    // The dashboard that will do this is a page of ours: it asks with the same cookie.
    const asked = (path: string, data: object, workspace?: string) =>
      ada.request.post(`${server.url}/api/v1/${path}`, {
        headers: { Origin: server.url, ...(workspace && { "X-Workspace-Id": workspace }) },
        data,
      });
    const second = (await (await asked("workspaces", { name: "Events" })).json()) as { id: string };
    const made = await Promise.all([
      asked("members/invitations", { email: GRACE, role: "member" }),
      asked("members/invitations", { email: GRACE, role: "viewer" }, second.id),
    ]);
    expect(made.map((one) => one.status())).toEqual([201, 201]);

    const { page: grace, complaints: others } = await openPage(browser);
    const [first, other] = [
      await addressInMail(GRACE, 'the workspace "Owner"'),
      await addressInMail(GRACE, 'the workspace "Events"'),
    ];
    await grace.goto(first);
    await seen(grace, "Join Owner");
    await grace.getByText("g***@example.com").waitFor();
    await follow(grace, "Make an account");
    await fill(grace, { "Your name": "Grace", "Email address": GRACE, Password: PASSWORD });
    await seen(grace, "Look into your mail");
    await grace.goto(await addressInMail(GRACE, "Confirm your address"));
    await press(grace, "Confirm the address");
    await seen(grace, "Your address is confirmed");
    await follow(grace, "Sign in");
    await fill(grace, { "Email address": GRACE, Password: PASSWORD });
    // Back at the invitation, across the mail.
    await seen(grace, "Join Owner");
    await press(grace, "Accept the invitation");
    await seen(grace, "You are in Owner");
    await grace.goto(other);
    await press(grace, "Accept the invitation");
    await grace.goto(`${server.url}/account`);
    await grace.getByText("Owner, as member").waitFor();
    await grace.getByText("Events, as viewer").waitFor();

    await press(grace, "Sign out");
    await seen(grace, "Sign in");
    await follow(grace, "Forgot your password?");
    await fill(grace, { "Email address": GRACE });
    await seen(grace, "Look into your mail");
    await grace.goto(await addressInMail(GRACE, "Choose a new password"));
    await fill(grace, { "New password": "another password of hers" });
    await seen(grace, "Your password is changed");
    await follow(grace, "Sign in");
    await fill(grace, { "Email address": GRACE, Password: PASSWORD });
    await grace.getByRole("alert").waitFor();
    await fill(grace, { "Email address": GRACE, Password: "another password of hers" });
    await grace.waitForURL(`${server.url}/app**`);
    await grace.goto(`${server.url}/account`);
    await grace.getByText("Events, as viewer").waitFor();

    expect([...complaints, ...others]).toEqual([]);
    const written = server.stdout() + server.stderr();
    for (const secret of [first, other].map((address) => address.split("/").at(-1) ?? ""))
      expect(secret.length === 43 && !written.includes(secret)).toBe(true);
    expect(written).not.toContain(PASSWORD);
  }, 120_000);

  test("an invitation that is for somebody else says so, and how to go on", async () => {
    const { page } = await openPage(browser);
    await page.goto(`${server.url}/account/sign-in?next=/account`);
    await fill(page, { "Email address": ADA, Password: PASSWORD });
    await seen(page, "Your account");
    const invited = await page.request.post(`${server.url}/api/v1/members/invitations`, {
      headers: { Origin: server.url },
      data: { email: "joan@example.com" },
    });
    expect(invited.status()).toBe(201);
    joans = await addressInMail("joan@example.com", "invite");
    adas = await page.context().storageState();
    await page.goto(joans);
    await page.getByText("You are signed in as ada@example.com").waitFor();
    expect(await page.getByRole("button").count()).toBe(0);
    await follow(page, "Make an account");
    await seen(page, "Make an account");
  }, 60_000);

  const looks = [
    ["light", 1440, "en"],
    ["light", 360, "de"],
    ["dark", 1440, "de"],
    ["dark", 360, "en"],
  ] as const;
  test.each(looks)(
    "the pages in %s, %d px wide, %s",
    async (theme, width, language) => {
      const look = { theme, width, language };
      const nobody = await openPage(browser, look);
      const ada = await openPage(browser, { ...look, context: { storageState: adas } });
      const see = async (opened: Opened, path: string, name: string) => {
        const { page } = opened;
        if (path !== "") await page.goto(`${server.url}/account${path}`);
        await expectReadable(page, theme);
        expect(await page.locator("h1").count()).toBe(1);
        expect(await page.locator("html").getAttribute("lang")).toBe(language);
        await opened.shoot(`account-${name}-${theme}-${width}-${language}`);
        expect([name, await faultsOf(opened)]).toEqual([name, []]);
      };
      const token = joans.split("/").at(-1);
      for (const path of [
        ...["/sign-in", "/sign-up", "/forgot", "/second-factor", "/second-factor?recovery=1"],
        ...["/sign-in-failed", "/verify?token=x", "/reset?token=x", `/invitation/${token}`],
        ...["/invitation/x", `/sign-up?invitation=${token}`, "/no-such-page"],
      ])
        await see(nobody, path, path.replace(token ?? "", "token").replace(/\W+/g, "-"));
      await nobody.page.goto(`${server.url}/account/sign-up?invitation=${token}`);
      await nobody.page.evaluate("document.forms[0].noValidate = true");
      await nobody.page.locator("#email").fill("nobody");
      await nobody.page.locator("#password").fill("short");
      await nobody.page.keyboard.press("Enter");
      await nobody.page.getByRole("alert").waitFor();
      await see(nobody, "", "sign-up-faulty");
      await see(ada, "?", "own");
      await see(ada, `/invitation/${token}`, "other-person");
      await Promise.all([nobody.close(), ada.close()]);
    },
    120_000,
  );

  test("a passkey signs in without the form, and leads to where one wanted to go", async () => {
    const port = await freePort();
    // A passkey is bound to a name, and an address is none.
    const url = `http://localhost:${port}`;
    const local = await startServer({ port, env: { PUBLIC_URL: url } });
    await setUpOwner({ url, setupUrl: local.setupUrl });
    const opened = await openPage(browser, { width: 360, language: "de" });
    const { page, context } = opened;
    const devtools = await context.newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await page.goto(`${url}/account/sign-in?next=/docs`);
    const failed = page.getByText("Das hat nicht geklappt.");
    expect(await failed.count()).toBe(0);
    const { email, password } = OWNER;
    await page.request.post(`${url}/api/auth/sign-in`, {
      data: { email, password },
      headers: { Origin: url },
    });
    await page.evaluate(addPasskey(password));
    await context.clearCookies();
    await page.goto(`${url}/account/sign-in?next=/docs`);
    await page.getByRole("button", { name: "Mit einem Passkey anmelden" }).click();
    await page.waitForURL(`${url}/docs`);
    expect(await page.locator("#own-key").isVisible()).toBe(true);
    expect(await faultsOf(opened)).toEqual([]);

    await devtools.send("WebAuthn.disable");
    await context.clearCookies();
    await page.goto(`${url}/account/sign-in`);
    await page.evaluate("navigator.credentials.get = () => Promise.reject(new Error())");
    await page.getByRole("button", { name: "Mit einem Passkey anmelden" }).click();
    await failed.waitFor();
    await opened.close();
  }, 120_000);
});

/** As the dashboard does it. */
function addPasskey(password: string): string {
  return `(async () => {
    const post = (path, body) => fetch("/api/v1/me/passkeys" + path, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    }).then((answer) => answer.json());
    const { options } = await post("/options", { password: ${JSON.stringify(password)} });
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const credential = (await navigator.credentials.create({ publicKey })).toJSON();
    const { clientDataJSON, attestationObject } = credential.response;
    await post("", { credential: { ...credential, response: { clientDataJSON, attestationObject } } });
  })()`;
}

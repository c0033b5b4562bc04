import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { temporaryFolder, until } from "../test/engines.ts";
import { expectReadable } from "./looks.ts";
import { endAll, type Server, startServer } from "./server.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const shots = process.env.VISOLI_SHOTS ?? temporaryFolder();
const PASSWORD = "a staple of correct horses";
const [ADA, GRACE] = ["ada@example.com", "grace@example.com"];

describe.skipIf(!CHROMIUM)("an account by pages alone, in Chromium", () => {
  let server: Server;
  let browser: Browser;
  /** Of an invitation to Joan, and what Ada's browser keeps. */
  let joans = "";
  let adas: Awaited<ReturnType<BrowserContext["storageState"]>>;

  beforeAll(async () => {
    server = await startServer({ env: { MAIL_PREVIEW: "on" } });
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: FLAGS.split(" ") });
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  /** A browser of its own, that complains where a page is refused what it needs. */
  async function openPage(): Promise<{ page: Page; complaints: string[] }> {
    const page = await (await browser.newContext()).newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    return { page, complaints };
  }
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
    const { page: ada, complaints } = await openPage();
    await ada.goto(server.setupUrl);
    await fill(ada, { "Your name": "Ada", "Email address": ADA, Password: PASSWORD });
    await seen(ada, "You are signed in");
    await follow(ada, "To your account");
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

    const { page: grace, complaints: others } = await openPage();
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
    await follow(grace, "To your account");
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
    await grace.getByText("Events, as viewer").waitFor();

    const refused = [...complaints, ...others].filter((text) => !text.startsWith("Failed to load resource"));
    expect(refused).toEqual([]);
    const written = server.stdout() + server.stderr();
    for (const secret of [first, other].map((address) => address.split("/").at(-1) ?? ""))
      expect(secret.length === 43 && !written.includes(secret)).toBe(true);
    expect(written).not.toContain(PASSWORD);
  }, 120_000);

  test("an invitation that is for somebody else says so, and how to go on", async () => {
    const { page } = await openPage();
    await page.goto(`${server.url}/account/sign-in`);
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

  const looks = (["light", "dark"] as const).flatMap((scheme) =>
    [1280, 360].map((width) => [scheme, width] as const),
  );
  test.each(looks)(
    "the pages in %s, %d px wide",
    async (colorScheme, width) => {
      const viewport = { width, height: 800 };
      const open = async (own: object) =>
        (await browser.newContext({ viewport, colorScheme, ...own })).newPage();
      const [nobody, ada] = [await open({}), await open({ storageState: adas })];
      const complaints: string[] = [];
      for (const page of [nobody, ada])
        page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      const look = async (page: Page, name: string) => {
        await expectReadable(page, colorScheme);
        expect(await page.locator("h1").count()).toBe(1);
        await page.screenshot({
          path: join(shots, `account-${name}-${colorScheme}-${width}.png`),
          fullPage: true,
        });
      };
      const token = joans.split("/").at(-1);
      for (const path of [
        ...["sign-in", "sign-up", "forgot", "second-factor", "second-factor?recovery=1", "sign-in-failed"],
        ...[
          "verify?token=x",
          "reset?token=x",
          `invitation/${token}`,
          "invitation/x",
          `sign-up?invitation=${token}`,
        ],
      ]) {
        await nobody.goto(`${server.url}/account/${path}`);
        await look(nobody, path.replace(token ?? "", "token").replace(/\W+/g, "-"));
      }
      await nobody.goto(`${server.url}/account/sign-up?invitation=${token}`);
      await nobody.evaluate("document.forms[0].noValidate = true");
      await fill(nobody, { "Email address": "nobody", Password: "short" });
      await nobody.getByRole("alert").waitFor();
      await look(nobody, "sign-up-faulty");
      for (const path of ["", `/invitation/${token}`]) {
        await ada.goto(`${server.url}/account${path}`);
        await look(ada, path === "" ? "own" : "other-person");
      }
      expect(complaints.filter((text) => !text.startsWith("Failed to load resource"))).toEqual([]);
      await Promise.all([nobody, ada].map((page) => page.context().close()));
    },
    60_000,
  );
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { totp } from "../test/totp.ts";
import { faultsOf, HAS_CHROMIUM, type Look, launchBrowser, type Opened } from "./browser.ts";
import { createClient } from "./client.ts";
import { OWNER, openDashboard, setUpOwner } from "./dashboard.ts";
import { openDoors, PASSWORD } from "./doors.ts";
import { endAll, type Server, startServer } from "./server.ts";

const GUEST = "grace@example.com";
/** That a refusal is one is said on the page, too. */
const graveFaults = async (opened: Opened) =>
  (await faultsOf(opened)).filter((each) => !/^Failed to load resource.* 4\d\d/.test(each));
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();
const choose = (page: Page, name: string | RegExp) => page.getByRole("menuitem", { name }).click();
const dialogOf = (page: Page) => page.locator("[role=dialog],[role=alertdialog]").last();
const confirm = (page: Page, name: string) => dialogOf(page).getByRole("button", { name }).click();
const said = (page: Page, text: string | RegExp) => page.getByText(text).last().waitFor();

describe.skipIf(!HAS_CHROMIUM)("a team in Chromium", () => {
  let browser: Browser;
  let server: Server;
  let owner: Opened;

  beforeAll(async () => {
    server = await startServer({ env: { MAIL_PREVIEW: "on" } });
    await setUpOwner(server);
    const client = createClient(server.url, server.apiKey);
    const links = [
      {
        url: "https://example.com/spring",
        slug: "spring-sale",
        title: "Spring sale",
        tags: ["spring", "mail"],
      },
      { url: `https://example.com/${"long".repeat(900)}`, slug: "long-one", tags: ["mail"] },
    ];
    for (const link of links) expect((await client.post("/api/v1/links", link)).status).toBe(201);
    browser = await launchBrowser();
    owner = await open("/members");
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  const open = (path: string, look: Look & { email?: string } = {}) =>
    openDashboard(browser, server, path, look);
  const go = (page: Page, path: string) => page.goto(`${server.url}/app${path}`);

  test("somebody is invited by the page, signs up by the invitation, and sees what a viewer may", async () => {
    const { page } = owner;
    await press(page, "Invite");
    expect(await graveFaults(owner)).toEqual([]);
    await page.getByLabel("Email address").fill(GUEST);
    await page.getByRole("radio", { name: /^Viewer/ }).check();
    await confirm(page, "Invite");
    await said(page, `${GUEST} was invited.`);
    await page.getByRole("button", { name: `Send again: the invitation of ${GUEST}` }).waitFor();

    const doors = openDoors(server, server.url);
    const [invitation] = await doors.addressesTo(GUEST, "invites you", 1);
    const context = await browser.newContext();
    const guest = await context.newPage();
    await guest.goto(invitation?.href ?? "");
    await guest.getByRole("link", { name: "Make an account" }).click();
    const fields = { "Your name": "Grace Hopper", "Email address": GUEST, Password: PASSWORD };
    for (const [label, value] of Object.entries(fields)) await guest.getByLabel(label).fill(value);
    await guest.keyboard.press("Enter");
    const [address] = await doors.addressesTo(GUEST, "Confirm your address", 1);
    await guest.goto(address?.href ?? "");
    await press(guest, "Confirm the address");
    await guest.getByRole("link", { name: "Sign in" }).click();
    await guest.getByLabel("Email address").fill(GUEST);
    await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await guest.keyboard.press("Enter");
    await press(guest, "Accept the invitation");
    await guest.getByRole("link", { name: "To the dashboard" }).click();
    await guest.getByRole("navigation", { name: "Main navigation" }).waitFor();
    const places = guest.getByRole("navigation", { name: "Main navigation" });
    expect(await places.getByRole("link", { name: "Members" }).count()).toBe(1);
    for (const name of ["API keys", "Audit log", "Instance", "Webhooks"])
      expect([name, await places.getByRole("link", { name }).count()]).toEqual([name, 0]);
    expect(await guest.getByRole("button", { name: "New link" }).count()).toBe(0);
    for (const path of ["/audit-log", "/keys"]) {
      await go(guest, path);
      await guest.getByText("Your role in this workspace does not include this").waitFor();
    }
    await go(guest, "/admin");
    await guest.getByText("Only whoever administers this service").waitFor();
    await go(guest, "/tags");
    await guest.getByRole("link", { name: "spring" }).waitFor();
    expect(await guest.getByRole("button", { name: "Rename spring" }).count()).toBe(0);
    await context.close();
  }, 120_000);

  test("another role counts from the next page on, and who is removed is out", async () => {
    const { page } = owner;
    const guest = await open("/tags", { email: GUEST });
    await page.reload();
    await press(page, /^Role of Grace Hopper/);
    await choose(page, /^Member/);
    await said(page, "Grace Hopper is Member now.");
    await guest.page.reload();
    await guest.page.getByRole("button", { name: "Rename spring" }).waitFor();
    await press(page, "Actions for Grace Hopper");
    await choose(page, "Hand the workspace over");
    expect(await graveFaults(owner)).toEqual([]);
    const transfer = dialogOf(page).getByRole("button", { name: "Hand the workspace over" });
    expect(await transfer.isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    await press(page, "Actions for Grace Hopper");
    await choose(page, "Remove");
    await confirm(page, "Remove");
    await said(page, "Grace Hopper was removed.");
    await guest.page.goto(`${server.url}/app/tags`);
    await guest.page.getByRole("link", { name: "spring" }).waitFor({ state: "detached" });
    expect(await guest.page.getByRole("link", { name: "spring" }).count()).toBe(0);
    await guest.close();
    // The only owner cannot go.
    await press(page, "Leave the workspace");
    await confirm(page, "Leave the workspace");
    await dialogOf(page).getByRole("alert").waitFor();
    await page.keyboard.press("Escape");
  }, 120_000);

  test("tags are renamed, opened and deleted", async () => {
    const { page } = owner;
    await go(page, "/tags");
    await press(page, "Rename spring");
    await page.getByLabel("Name", { exact: true }).fill("mail");
    await page.keyboard.press("Enter");
    await dialogOf(page).getByRole("alert").waitFor();
    await page.getByLabel("Name", { exact: true }).fill("summer");
    await page.keyboard.press("Enter");
    await said(page, "The tag is called summer now");
    await page.getByRole("link", { name: "summer" }).click();
    await page.waitForURL("**/links?*tag=summer*");
    await go(page, "/tags");
    await press(page, "Delete mail");
    await page.getByText("2 links lose it").waitFor();
    await confirm(page, "Delete");
    await said(page, "The tag was deleted.");
    await page.getByRole("link", { name: "mail" }).waitFor({ state: "detached" });
  }, 60_000);

  test("a folder with members of its own and a template are made, changed and deleted", async () => {
    const { page } = owner;
    await go(page, "/folders");
    await press(page, "New folder");
    await page.getByLabel("Name", { exact: true }).fill("Campaign");
    await page.getByLabel("Everybody who is no member").selectOption("none");
    await confirm(page, "Make folder");
    await said(page, "The folder Campaign was made.");
    await press(page, "Actions for Campaign");
    await choose(page, "Members");
    await page.getByLabel("Who", { exact: true }).selectOption({ label: "First key" });
    await confirm(page, "Add");
    const role = page.getByLabel("Role of First key", { exact: true });
    await role.selectOption("viewer");
    expect(await graveFaults(owner)).toEqual([]);
    await page.reload();
    await press(page, "Actions for Campaign");
    await choose(page, "Members");
    await role.waitFor();
    expect(await role.inputValue()).toBe("viewer");
    await press(page, "Take the role of First key away");
    await role.waitFor({ state: "detached" });
    await page.keyboard.press("Escape");

    await page.getByRole("tab", { name: "Templates" }).click();
    await page.waitForURL("**tab=templates**");
    await press(page, "New template");
    await page.getByLabel("Name", { exact: true }).fill("Newsletter");
    await page.getByLabel("Source").fill("news");
    await page.getByLabel("Record visitors").click();
    expect(await graveFaults(owner)).toEqual([]);
    await press(page, "Make template");
    await said(page, "The template Newsletter was made.");
    await page.getByText(/^(campaign, visitors|visitors, campaign)$/).waitFor();
    await press(page, "Actions for Newsletter");
    await choose(page, "Delete");
    await confirm(page, "Delete");
    await page.getByText("No templates yet").waitFor();
    await page.getByRole("tab", { name: "Folders" }).click();
    await press(page, "Actions for Campaign");
    await choose(page, "Delete");
    await confirm(page, "Delete");
    await page.getByText("No folders yet").waitFor();
  }, 120_000);

  test("the audit log tells who, what, before and after, and keeps its filters in the address", async () => {
    const { page } = owner;
    await go(page, "/audit-log");
    await page.getByLabel("What", { exact: true }).selectOption("tag");
    await page.waitForURL("**topic=tag**");
    const entries = page.getByRole("list", { name: "Audit log" }).getByRole("listitem");
    await page.reload();
    await page.getByText("renamed a tag").waitFor();
    expect(await entries.count()).toBe(2);
    await entries.filter({ hasText: "renamed a tag" }).getByRole("button", { name: "Show changes" }).click();
    expect(await page.locator("del").textContent()).toContain("spring");
    expect(await page.locator("ins").textContent()).toContain("summer");
    expect(await entries.first().textContent()).toContain(OWNER.name);
    await page.getByLabel("Who", { exact: true }).selectOption({ label: "First key (API key)" });
    await page.getByText("Nothing fits these filters").waitFor();
    await press(page, "Clear filters");
    await page.getByText("was removed").waitFor({ state: "detached" });
    await page.getByText("removed a member").waitFor();
    await press(page, "Export");
    const [file] = await Promise.all([page.waitForEvent("download"), choose(page, /^NDJSON/)]);
    const lines = (await Bun.file(await file.path()).text()).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).action)).toContain("member.remove");
  }, 60_000);

  test("by keyboard alone: the palette goes to pages, finds links, and does things; keys are listed", async () => {
    const { page } = await open("/tags");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.type("aud lo");
    await page.getByRole("option", { name: "Audit log" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Audit log" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("option", { name: "Audit log" }).first().waitFor();
    await page.keyboard.type("sale");
    await page.getByRole("option", { name: /Spring sale/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/links/lnk_*");
    await page.keyboard.press("Control+k");
    expect(await page.getByRole("option").first().textContent()).toContain("Spring sale");
    await page.keyboard.type("dark");
    await page.getByRole("option", { name: "Dark colors" }).waitFor();
    await page.keyboard.press("Enter");
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    expect(await page.getByRole("combobox").count()).toBe(0);
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: "Keyboard shortcuts" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("nothing is called so");
    await page.getByText("Nothing found").waitFor();
    await page.keyboard.press("Escape");
    await page.context().close();
  }, 90_000);

  test("who administers the instance shows a second factor first, then closes reports, blocks and gives plans", async () => {
    const { page } = owner;
    await go(page, "/admin");
    await page.getByText("Show a second factor first").waitFor();
    expect(await graveFaults(owner)).toEqual([]);
    const send = async (path: string, data: object) => {
      const answer = await page.request.post(`${server.url}${path}`, {
        headers: { Origin: server.url },
        data,
      });
      expect(answer.ok()).toBe(true);
      return answer.json();
    };
    const shortUrl = `${server.url}/spring-sale`;
    await send("/api/v1/reports", { link: shortUrl, reason: "phishing", details: "It asks for my password" });
    const { uri } = await send("/api/v1/me/two-factor", { password: OWNER.password });
    await send("/api/v1/me/two-factor/confirm", { code: totp(uri, Date.now()) });

    await page.reload();
    await page.getByText("It asks for my password").waitFor();
    await page.getByText("https://example.com/spring").waitFor();
    await press(page, "Block the link");
    expect(await graveFaults(owner)).toEqual([]);
    await confirm(page, "Block the link");
    await page.getByText("No reports").waitFor();
    expect((await fetch(shortUrl, { redirect: "manual" })).status).toBe(403);

    await page.getByRole("tab", { name: "Blocking" }).click();
    await page.getByLabel("Short URL or id").fill(shortUrl);
    await press(page, "Unblock");
    await page.getByText("It is not blocked.").waitFor();
    await page.getByLabel("Host, or beginning of a URL").fill("bad.example");
    await page.getByLabel("Reason").last().fill("phishing");
    await press(page, "Add");
    await page.getByText("bad.example", { exact: true }).waitFor();
    expect(await graveFaults(owner)).toEqual([]);
    await press(page, "Take bad.example off the list");
    await page.getByText("Nothing is blocked by hand.").waitFor();

    await page.getByRole("tab", { name: "Workspaces" }).click();
    await page.getByLabel("Find a workspace").fill("owner");
    await page.getByLabel("Plan of Owner").selectOption("enterprise");
    await said(page, "Owner has the plan enterprise now.");
    await page.getByText("given", { exact: true }).waitFor();
    expect(await graveFaults(owner)).toEqual([]);
    await page.getByRole("tab", { name: "Health" }).click();
    await page.getByText("Everything works").waitFor();
    await page.getByText("Redirects", { exact: true }).waitFor();
    expect(await graveFaults(owner)).toEqual([]);
  }, 120_000);
});

describe.skipIf(!HAS_CHROMIUM)("the pages of a team", () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    server = await startServer();
    await setUpOwner(server);
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  const looks: [string, Look][] = [
    ["light", {}],
    ["dark, narrow, German", { width: 360, theme: "dark", language: "de" }],
    ["very wide", { width: 2_560 }],
  ];
  for (const [name, look] of looks)
    test(`are accessible, fit and ask nobody else: ${name}`, async () => {
      const opened = await openDashboard(browser, server, "/tags", look);
      for (const path of [
        "/tags",
        "/folders",
        "/folders?tab=templates",
        "/members",
        "/audit-log",
        "/admin",
      ]) {
        await opened.page.goto(`${server.url}/app${path}`, { waitUntil: "networkidle" });
        await opened.page.locator("h1").first().waitFor();
        expect([path, await faultsOf(opened)]).toEqual([path, []]);
      }
      await opened.page.keyboard.press("Control+k");
      await opened.page.getByRole("option").first().waitFor();
      expect(["palette", await faultsOf(opened)]).toEqual(["palette", []]);
      await opened.page.keyboard.press("Escape");
      await opened.page.keyboard.press("?");
      await opened.page.getByRole("dialog").waitFor();
      expect(["keys", await faultsOf(opened)]).toEqual(["keys", []]);
      await opened.close();
    }, 120_000);

  test("where no mail is sent, an invitation's address is shown this once", async () => {
    const { page, close } = await openDashboard(browser, server, "/members");
    await press(page, "Invite");
    await page.getByLabel("Email address").fill(GUEST);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Hand this address on" }).waitFor();
    const address = await dialogOf(page).locator("pre").textContent();
    expect(address).toStartWith(`${server.url}/account/invitation/`);
    await page.keyboard.press("Escape");
    await press(page, "Done");
    await press(page, `Take back: the invitation of ${GUEST}`);
    await page.getByText("Nobody is invited at the moment.").waitFor();
    expect((await fetch(address ?? "")).status).toBe(404);
    await close();
  }, 60_000);
});

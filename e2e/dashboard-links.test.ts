import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Visoli } from "@visoli/sdk";
import type { Browser, Locator, Page } from "playwright-core";
import { faultsOf, HAS_CHROMIUM, type Look, launchBrowser, type Opened } from "./browser.ts";
import { openDashboard, setUpOwner } from "./dashboard.ts";
import { endAll, type Server, startServer } from "./server.ts";

describe.skipIf(!HAS_CHROMIUM)("the dashboard's links, in Chromium", () => {
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

  const open = (path: string, look: Look = {}): Promise<Opened> => openDashboard(browser, server, path, look);
  const button = (at: Page | Locator, name: string | RegExp) =>
    at.getByRole("button", { name, exact: typeof name === "string" });
  const link = async (slug: string, more: object = {}) =>
    visoli.links.create({ url: `https://example.com/${slug}`, slug, ...more });
  const shownSlugs = (page: Page) =>
    page.locator("[data-link]").evaluateAll((all) => all.map((each) => each.textContent?.split("/").at(-1)));
  const row = (page: Page, slug: string) => page.locator("[data-row]").filter({ hasText: `/${slug}` });
  const focusedName = (page: Page) => page.evaluate<string>("document.activeElement.textContent");

  test("a new workspace makes its first links by the keyboard alone", async () => {
    const opened = await open("/links");
    const { page } = opened;
    await page.getByText("Make your first link").waitFor();
    await page.getByText(`curl ${server.url}/api/v1/links`).waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    for (const address of ["example.com/first", "https://example.com/second"]) {
      if (address.includes("first")) await page.keyboard.press("c");
      else await button(page, "Make another").press("Enter");
      await page.getByLabel("Destination").waitFor();
      await page.keyboard.type(address);
      await page.keyboard.press("Enter");
      await page.getByText("Your link is ready").waitFor();
      expect(await focusedName(page)).toBe("Copy link");
    }
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(new URL(page.url()).search).not.toContain("panel");
    const [second, first] = (await visoli.links.list()).data;
    expect([first?.url, second?.url]).toEqual(["https://example.com/first", "https://example.com/second"]);
    expect(await shownSlugs(page)).toEqual([second?.slug, first?.slug]);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.getByText("1 chosen").waitFor();
    expect(
      await row(page, first?.slug ?? "")
        .getByRole("checkbox")
        .isChecked(),
    ).toBe(true);
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/links/${second?.id}*`);
    await opened.close();
  }, 60_000);

  test("a pasted address leads straight to the button, and many of them to the import", async () => {
    const { page, context, close } = await open("/links?panel=new");
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const paste = async (text: string) => {
      await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
      await page.getByLabel("Destination").focus();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.press("ControlOrMeta+v");
    };
    await paste("https://example.com/pasted");
    await page.locator(":focus", { hasText: "Create link" }).waitFor();
    await paste("https://example.com/one\nhttps://example.com/two");
    await button(page, "Import them as links").click();
    await page.getByText("2 lines").waitFor();
    await close();
  }, 30_000);

  test("a link is changed, and nothing that was entered is lost unasked", async () => {
    const made = await link("edit-me", { password: "geheim", metadata: { a: "1" } });
    const { page, close } = await open(`/links?panel=${made.id}`);
    const panel = page.getByRole("dialog", { name: /^Edit / });
    await button(panel, /^Title, tags/).click();
    await panel.getByLabel("Title", { exact: true }).fill("A better title");
    await panel.getByRole("combobox", { name: "Tags" }).fill("blue,");
    await page.keyboard.press("Escape");
    const asked = page.getByRole("alertdialog", { name: "Discard your changes?" });
    await button(asked, "Cancel").click();
    await asked.waitFor({ state: "detached" });
    await button(panel, "Save").click();
    await page.getByText("edit-me saved").waitFor();
    await row(page, "edit-me").getByText("A better title").waitFor();
    expect(await visoli.links.get(made.id)).toMatchObject({
      ...{ title: "A better title", tags: ["blue"], hasPassword: true, metadata: { a: "1" } },
    });
    await button(row(page, "edit-me"), /^More for/).click();
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    const copy = page.getByRole("dialog", { name: "New link" });
    await copy.getByLabel("Destination").fill("https://example.com/copy");
    await page.keyboard.press("Escape");
    await button(asked, "Discard").click();
    await copy.waitFor({ state: "detached" });
    expect((await visoli.links.list({ search: "/copy" })).data).toEqual([]);
    await close();
  }, 60_000);

  test("faults stand beside their fields, and a folded topic opens for its own", async () => {
    await link("taken");
    const { page, close } = await open("/links?panel=new");
    const panel = page.getByRole("dialog", { name: "New link" });
    await panel.getByLabel("Destination").fill("nonsense");
    await button(panel, "Create link").click();
    await panel.getByText("Must be an absolute URL").waitFor();
    await panel.getByLabel("Destination").fill("https://example.com/");
    await button(panel, /^Short link/).click();
    await panel.getByLabel("Slug", { exact: true }).fill("taken");
    await button(panel, /^Start, end/).click();
    await panel.getByLabel("Most visits").fill("0");
    for (const head of [/^Short link/, /^Start, end/]) await button(panel, head).click();
    expect(await panel.getByLabel("Most visits").count()).toBe(0);
    await button(panel, "Create link").click();
    await panel.getByLabel("Most visits").waitFor();
    expect(await panel.getByLabel("Most visits").getAttribute("aria-invalid")).toBe("true");
    await panel.getByLabel("Most visits").fill("5");
    await button(panel, "Create link").click();
    await panel.getByLabel("Slug", { exact: true }).waitFor();
    expect(await panel.getByLabel("Slug", { exact: true }).getAttribute("aria-invalid")).toBe("true");
    await close();
  }, 60_000);

  test("rules are built, moved, said in words and tried", async () => {
    const made = await link("rules");
    const { page, close } = await open(`/links?panel=${made.id}&topic=rules`);
    const panel = page.getByRole("dialog", { name: /^Edit / });
    const addRule = async (values: string[], destination: string) => {
      await button(panel, "Add a rule").click();
      for (const value of values) {
        await panel.getByLabel("Values of condition 1").fill(value);
        await page.keyboard.press("Enter");
      }
      await panel.getByLabel("Destination", { exact: true }).last().fill(destination);
    };
    await addRule(["Germany", "AT"], "https://example.com/de");
    await button(panel, /^Rule 1/).click();
    await addRule(["France"], "https://example.com/fr");
    await panel.getByText("If Country is Germany or Austria").waitFor();
    await button(panel, "Move rule 2 up").press("Enter");
    await button(panel, /^Rule 1.*France/).waitFor();
    await button(panel, /^Rule 1.*France/).press("Alt+ArrowDown");
    await button(panel, /^Rule 2.*France/).waitFor();
    await button(panel, "Split by weight").click();
    await panel.getByLabel("Destination 2", { exact: true }).fill("example.com/fr-b");
    await panel.getByLabel("Weight of 2").fill("3");
    await panel.getByText("75 %").first().waitFor();
    await button(panel, "Save").click();
    await page.getByText("rules saved").waitFor();
    expect((await visoli.links.get(made.id)).rules).toEqual([
      { conditions: [{ type: "country", in: ["DE", "AT"] }], url: "https://example.com/de" },
      {
        conditions: [{ type: "country", in: ["FR"] }],
        split: [
          { url: "https://example.com/fr", weight: 1 },
          { url: "https://example.com/fr-b", weight: 3 },
        ],
      },
    ]);
    await page.goto(`${server.url}/app/links?panel=${made.id}&topic=test`);
    await panel.getByLabel("Country").selectOption("AT");
    await button(panel, "Try it").click();
    await panel.getByText("Led on, with status 302").waitFor();
    await panel.getByText("https://example.com/de", { exact: true }).waitFor();
    await panel.getByText("Country is Germany or Austria (holds, saw AT)").waitFor();
    await close();
  }, 60_000);

  test("many are chosen, acted upon, and what was done is undone", async () => {
    for (const name of ["many-1", "many-2", "many-3", "many-4"]) await link(name, { tags: ["before"] });
    const { page, close } = await open("/links?q=many-");
    const box = (slug: string) => row(page, slug).getByRole("checkbox");
    const tagsOf = async () =>
      (await visoli.links.list({ search: "many-", sort: "slug" })).data.map(({ tags }) => tags.join());
    await box("many-4").click();
    await box("many-2").click({ modifiers: ["Shift"] });
    await page.getByText("3 chosen").waitFor();
    const bar = page.getByRole("region", { name: "What to do with the chosen links" });
    await button(bar, "Tag").click();
    await page.getByRole("dialog").getByRole("combobox", { name: "Tags" }).fill("after,");
    await button(page.getByRole("dialog"), "Tag").click();
    await page.getByText("3 links tagged").waitFor();
    expect(await tagsOf()).toEqual(["before", "after,before", "after,before", "after,before"]);
    await button(page, "Undo").click();
    await page.getByText("Undone").waitFor();
    expect(await tagsOf()).toEqual(["before", "before", "before", "before"]);
    await page.getByLabel("Choose all loaded").click();
    await button(bar, "Move to trash").click();
    await page.getByText("No link fits").waitFor();
    expect((await visoli.links.list({ status: "trashed", search: "many-" })).data).toHaveLength(4);
    await button(page, "Trash").click();
    await row(page, "many-1").waitFor();
    await page.getByLabel("Choose all loaded").click();
    await button(bar, "Restore").click();
    await page.getByText("4 links restored").waitFor();
    expect((await visoli.links.list({ search: "many-" })).data).toHaveLength(4);
    await close();
  }, 60_000);

  test("those of many that cannot be changed are named, with the reason", async () => {
    const [kept, gone] = [await link("kept"), await link("gone-soon")];
    const { page, close } = await open("/links?q=example.com/&status=active");
    await row(page, "kept").getByRole("checkbox").click();
    await row(page, "gone-soon").getByRole("checkbox").click();
    await visoli.links.delete(gone.id);
    await button(page, "More actions").click();
    await page.getByRole("menuitem", { name: "Switch off" }).click();
    const result = page.getByRole("dialog", { name: "1 link could not be changed" });
    await result.getByText("/gone-soon").waitFor();
    await result.getByText("1 other was changed.").waitFor();
    expect((await visoli.links.get(kept.id)).disabled).toBe(true);
    await close();
  }, 60_000);

  test("links are exported as a file in which nothing is a formula", async () => {
    await link("export-1", { title: "=1+1" });
    const { page, close } = await open("/links?q=export-1");
    await row(page, "export-1").waitFor();
    const [file] = await Promise.all([page.waitForEvent("download"), button(page, "Export").click()]);
    const text = await Bun.file((await file.path()) ?? "").text();
    expect(text.split("\r\n")).toHaveLength(3);
    expect(text).toContain(",https://example.com/export-1,'=1+1,");
    await close();
  }, 60_000);

  test("a table with faulty lines makes the good ones, names the others, and lets them be corrected", async () => {
    const { page, close } = await open("/links?panel=import");
    const dialog = page.getByRole("dialog", { name: "Import links" });
    const table =
      "Ziel;slug;Tags;what\nhttps://example.com/i1;import-1;a,b;x\nhttps://example.com/i2;bad slug!;;\nnope;;;\n";
    await dialog.getByLabel("Addresses or CSV").fill(table);
    await button(dialog, "Go on").click();
    await dialog.getByText("3 lines").waitFor();
    await dialog.getByLabel("Column what").selectOption("title");
    await button(dialog, "Make 3 links").click();
    await dialog.getByText("1 link made").waitFor();
    await dialog.getByText("2 lines were refused").waitFor();
    await dialog.getByText("Line 3", { exact: true }).waitFor();
    await dialog.getByText(/^slug: May hold letters/).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      button(dialog, "Download the result").click(),
    ]);
    const report = await Bun.file((await file.path()) ?? "").text();
    expect(report).toContain(`2,https://example.com/i1,import-1,"a,b",x,201,${server.url}/import-1,`);
    expect(report).toContain("4,nope,,,,422,,url: Must be");
    await button(dialog, "Correct the refused lines").click();
    expect(await dialog.getByLabel("Addresses or CSV").inputValue()).toBe(
      "url,slug,tags,title\nhttps://example.com/i2,bad slug!,,\nnope,,,\n",
    );
    await button(dialog, "Close").click();
    await row(page, "import-1").waitFor();
    expect((await visoli.links.list({ search: "example.com/i1" })).data).toMatchObject([
      { slug: "import-1", tags: ["a", "b"], title: "x" },
    ]);
    await close();
  }, 60_000);

  test("a QR code is looked at and taken along, and a new link begins over the same filters", async () => {
    await link("with-qr");
    const { page, close } = await open("/links?q=with-qr");
    await button(row(page, "with-qr"), /^More for/).click();
    await page.getByRole("menuitem", { name: "QR code" }).click();
    const panel = page.getByRole("dialog", { name: "QR code" });
    const picture = panel.getByRole("img", { name: `QR code of ${server.url}/with-qr` });
    await picture.waitFor();
    const before = await picture.getAttribute("src");
    await panel.getByLabel("Transparent").check();
    await panel.locator(`img:not([src="${before}"])`).waitFor();
    const [file] = await Promise.all([page.waitForEvent("download"), button(panel, "Download PNG").click()]);
    const png = await Bun.file((await file.path()) ?? "").bytes();
    expect(new TextDecoder().decode(png.slice(1, 4))).toBe("PNG");
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await button(page, "New link C").click();
    await page.waitForURL("**panel=new**");
    expect(new URL(page.url()).searchParams.get("q")).toBe("with-qr");
    await close();
  }, 60_000);

  test("filters stand in the address, survive a reload, and go by one click", async () => {
    await link("filter-on", { tags: ["found"], disabled: true });
    await link("filter-off", { tags: ["found"] });
    const { page, close } = await open("/links");
    await page.keyboard.press("/");
    await page.keyboard.type("filter-");
    await page.waitForURL("**q=filter-**");
    await button(page, "Filter").click();
    await page.getByLabel("Tag", { exact: true }).selectOption("found");
    await page.getByLabel("Disabled").check();
    await page.keyboard.press("Escape");
    await page.getByLabel("Sort").selectOption("slug_desc");
    await page.waitForURL("**order=desc**");
    await row(page, "filter-off").waitFor({ state: "detached" });
    expect(await shownSlugs(page)).toEqual(["filter-on"]);
    await page.reload();
    await row(page, "filter-on").waitFor();
    expect(await shownSlugs(page)).toEqual(["filter-on"]);
    expect(await page.getByRole("searchbox").inputValue()).toBe("filter-");
    await button(page, "Remove filter Status").click();
    await row(page, "filter-off").waitFor();
    expect(await shownSlugs(page)).toEqual(["filter-on", "filter-off"]);
    await button(page, "Clear filters").click();
    await page.waitForURL((url) => !url.search.includes("tag="));
    await close();
  }, 60_000);

  test("when somebody else was quicker, theirs is not lost", async () => {
    const made = await link("both");
    const { page, close } = await open(`/links?panel=${made.id}&topic=about`);
    const panel = page.getByRole("dialog", { name: /^Edit / });
    const title = panel.getByLabel("Title", { exact: true });
    const conflict = page.getByRole("dialog", { name: "Somebody else has changed this link" });
    await title.fill("Mine");
    await visoli.links.update(made.id, { notes: "Theirs", title: "Theirs" });
    await button(panel, "Save").click();
    await conflict.getByText("these changed: title, notes").waitFor();
    await button(conflict, "Load theirs").click();
    await conflict.waitFor({ state: "detached" });
    expect(await title.inputValue()).toBe("Theirs");
    await title.fill("Mine");
    await visoli.links.update(made.id, { notes: "Theirs again" });
    await button(panel, "Save").click();
    await button(conflict, "Save mine all the same").click();
    await page.getByText("both saved").waitFor();
    expect(await visoli.links.get(made.id)).toMatchObject({ title: "Mine", notes: "Theirs again" });
    await close();
  }, 60_000);

  test("without a network the list says so, and goes on by itself afterwards", async () => {
    await link("while-away");
    const { page, context, close } = await open("/links");
    await row(page, "while-away").waitFor();
    await context.setOffline(true);
    await button(page, "Archive").click();
    await page.getByText("The server cannot be reached").first().waitFor();
    await context.setOffline(false);
    await page.getByText("Nothing is archived").waitFor();
    await button(page, "Links").last().click();
    await row(page, "while-away").waitFor();
    await close();
  }, 60_000);
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { temporaryFolder } from "../../../../test/engines.ts";
import { NOW, openRig, type Rig } from "../../../../test/redirect.ts";
import { type OpenDatabase, openDatabase } from "../db/open.ts";

const HOST = "links.example";
const ASSOCIATION = { applinks: { details: [{ appIDs: ["A.b"], components: [{ "/": "/*" }] }] } };
const ASSETS = [{ relation: ["delegate_permission/common.handle_all_urls"] }];

let database: OpenDatabase;
let rig: Rig;
beforeAll(async () => {
  const file = join(temporaryFolder(), "links.db");
  database = await openDatabase({ kind: "sqlite", file }, console.error);
  rig = await openRig(database, "sqlite");
  const domain = await rig.addDomain(HOST, {
    ...{ rootUrl: "https://example.com/home", notFoundUrl: "https://example.com/404?a=ä" },
    ...{ robots: "disallow", appleAppSiteAssociation: ASSOCIATION, assetLinks: ASSETS },
  });
  await rig.add("mail", { url: "https://example.com/" });
  await rig.add("news/mai", { domain, url: "https://example.com/" });
  await rig.add("old", { expires_at: NOW });
});
afterAll(async () => {
  expect(rig.failures).toEqual([]);
  await rig.close();
  await database.close();
});
beforeEach(() => {
  rig.visits.length = 0;
});

describe("paths that are the domain's own", () => {
  test.each([
    [undefined, "User-agent: *\nAllow: /\n"],
    [HOST, "User-agent: *\nDisallow: /\n"],
    ["unknown.example", "User-agent: *\nAllow: /\n"],
  ])("robots.txt of %j", async (host, text) => {
    const response = await rig.ask("/robots.txt", host === undefined ? {} : { host });
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      "text/plain; charset=utf-8",
    ]);
    expect(await response.text()).toBe(text);
  });

  test("an icon is none, for a long time", async () => {
    const response = await rig.ask("/favicon.ico");
    expect([response.status, response.headers.get("cache-control")]).toEqual([204, "public, max-age=604800"]);
  });

  test.each([
    ["/.well-known/apple-app-site-association", ASSOCIATION],
    ["/apple-app-site-association", ASSOCIATION],
    ["/.well-known/assetlinks.json", ASSETS],
  ])("%s is what the domain says", async (path, content) => {
    const response = await rig.ask(path, { host: HOST });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
    expect(await response.json()).toEqual(content);
    expect((await rig.ask(path)).status).toBe(404);
    expect((await rig.ask(path, { host: "unknown.example" })).status).toBe(404);
    expect((await rig.ask(path, { host: HOST, method: "HEAD" })).status).toBe(200);
  });

  test("the proof of a domain is the customer's to serve", async () => {
    const response = await rig.ask("/.well-known/visoli-verification.txt", { host: HOST });
    expect(response.status).toBe(404);
  });

  test("the root leads where the domain says", async () => {
    const response = await rig.ask("/", { host: HOST });
    expect([response.status, response.headers.get("location")]).toEqual([302, "https://example.com/home"]);
    expect((await rig.ask("/")).status).toBe(200);
  });

  test("an unknown path leads where the domain says, and an unknown one of ours nowhere", async () => {
    const response = await rig.ask("/nothing", { host: HOST });
    expect([response.status, response.headers.get("location")]).toEqual([
      302,
      "https://example.com/404?a=%C3%A4",
    ]);
    expect((await rig.ask("/nothing")).status).toBe(404);
  });

  test("none of them is recorded, but for what leads nowhere", async () => {
    const own = ["/", "/robots.txt", "/favicon.ico", "/apple-app-site-association", "/.well-known/x"];
    for (const path of own) for (const host of ["go.example", HOST]) await rig.ask(path, { host });
    expect(rig.visits).toEqual([]);
  });
});

describe("the tracking pixel", () => {
  test.each([
    ["/pixel/mail.gif", undefined, "mail"],
    ["/pixel/news/mai.gif", HOST, "news/mai"],
    ["/pixel/old.gif?utm_source=mail", undefined, "old"],
  ])("%s counts an open", async (path, host, slug) => {
    const response = await rig.ask(path, host === undefined ? {} : { host });
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([bytes.length, bytes.toString("latin1", 0, 6)]).toEqual([43, "GIF89a"]);
    expect(response.headers.get("content-type")).toBe("image/gif");
    expect(rig.visits.map(({ link, trigger }) => [link.slug, trigger])).toEqual([[slug, "open"]]);
  });

  test("is there for unknown links and hosts, too, and for those who look ahead", async () => {
    for (const [path, init] of [
      ["/pixel/nothing.gif", {}],
      ["/pixel/%zz.gif", {}],
      ["/pixel/mail.gif", { host: "unknown.example" }],
      ["/pixel/mail.gif", { method: "HEAD" }],
    ] as const)
      expect((await rig.ask(path, init)).status).toBe(200);
    expect(rig.visits).toEqual([]);
  });

  test("has one form only", async () => {
    for (const path of ["/pixel/.gif", "/pixel/mail.png", "/pixel/mail", "/pixel.gif", "/pixels/mail.gif"])
      expect((await rig.ask(path)).status).toBe(404);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Pixel } from "@visoli/contract/link-settings";
import { temporaryFolder } from "../../../../test/engines.ts";
import { CRAWLER, HUMAN, NOW, openRig, type Rig } from "../../../../test/redirect.ts";
import { type OpenDatabase, openDatabase } from "../db/open.ts";
import { blockedPage } from "./pages.ts";

const URL = "https://example.com/landing?a=1&b=<2>";
const LOCATION = "https://example.com/landing?a=1&b=%3C2%3E";
const ODD = `"><script>alert(1)</script>&'`;
const ANDROID =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36";

let database: OpenDatabase;
let rig: Rig;
beforeAll(async () => {
  const file = join(temporaryFolder(), "links.db");
  database = await openDatabase({ kind: "sqlite", file }, console.error);
  rig = await openRig(database, "sqlite", {
    blockReason: async (id) => (id === "lnk_unknown" ? Promise.reject(new Error("away")) : "malware"),
  });
});
afterAll(async () => {
  expect(rig.failures).toEqual([]);
  await rig.close();
  await database.close();
});
beforeEach(() => {
  rig.visits.length = 0;
});

const ask = (path: string, agent = HUMAN) => rig.ask(path, { headers: { "User-Agent": agent } });
const policyOf = (response: Response) => response.headers.get("content-security-policy") ?? "";
const hashOf = (html: string, tag: string) => {
  const text = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? "";
  return `'sha256-${new Bun.CryptoHasher("sha256").update(text).digest("base64")}'`;
};
const tagsOf = (html: string) => html.match(/<\w+/g) ?? [];

describe("a redirect", () => {
  test.each([
    [301, "private, max-age=90"],
    [302, "private, no-store"],
    [307, "private, no-store"],
    [308, "private, max-age=90"],
  ] as const)("by %d is kept %s, and counts", async (redirectStatus, kept) => {
    await rig.add(`status${redirectStatus}`, { url: URL, options: { redirectStatus } });
    const response = await ask(`/status${redirectStatus}?qr=1`);
    expect([response.status, response.headers.get("location")]).toEqual([redirectStatus, LOCATION]);
    expect(response.headers.get("cache-control")).toBe(kept);
    expect(response.headers.get("x-robots-tag")).toBe("noindex");
    expect(rig.visits.map(({ trigger }) => trigger)).toEqual(["qr"]);
  });

  test("may be seen by search engines where its owner says so", async () => {
    await rig.add("seen", { url: URL, options: { noindex: false } });
    expect((await ask("/seen")).headers.get("x-robots-tag")).toBeNull();
  });

  test.each([
    ["", ""],
    ["qr=1", "qr"],
    ["a=b&qr=1", "qr"],
    ["qr=1&a=b", "qr"],
    ["qr=10", ""],
    ["xqr=1", ""],
    ["qr=0&a=qr=1", ""],
    ["QR=1", ""],
  ])("with ?%s has the trigger %j", async (query, trigger) => {
    await rig.add(`qr-${Bun.hash(query)}`);
    await ask(`/qr-${Bun.hash(query)}?${query}`);
    expect(rig.visits[0]?.trigger as string).toBe(trigger);
  });

  test("says which rule and which variant decided", async () => {
    const split = [
      { url: "https://example.com/a", weight: 1, name: "one" },
      { url: "https://example.com/b", weight: 1, name: "one" },
    ];
    await rig.add("ruled", { url: URL, options: { rules: [{ name: "All", conditions: [], split }] } });
    await ask("/ruled");
    expect(rig.visits[0]).toMatchObject({ rule: "All", variant: "one" });
  });
});

describe("an expired link", () => {
  test("leads where its owner says, and is no click", async () => {
    await rig.add("over", { expires_at: NOW, options: { expiredUrl: "https://example.com/over" } });
    const response = await ask("/over");
    expect([response.status, response.headers.get("location")]).toEqual([302, "https://example.com/over"]);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(rig.visits).toEqual([]);
  });
});

describe("a blocked link", () => {
  test.each([
    ["admin: phishing", "tries to get passwords"],
    ["web_risk: SOCIAL_ENGINEERING, MALWARE", "tries to get passwords"],
    ["web_risk: UNWANTED_SOFTWARE", "software that does harm"],
    ["list: evil.example", "known to do harm"],
    ["admin: see <b>https://evil.example/</b>", "breaks the rules"],
    [null, "breaks the rules"],
  ])("for %j says so in a sentence, and nothing of the destination", (reason, sentence) => {
    const text = JSON.stringify(blockedPage(reason, "en"));
    expect(text).toContain(sentence);
    expect(text).not.toContain("evil.example");
  });

  test("warns all the same where the reason cannot be read", async () => {
    await rig.add("bad", { blocked_at: NOW });
    await rig.add("worse", { blocked_at: NOW, id: "lnk_unknown" });
    expect(await (await ask("/bad")).text()).toContain("It led to software that does harm.");
    const response = await ask("/worse");
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("It breaks the rules of this service.");
  });
});

describe("a preview", () => {
  test("shows where the link leads, and records nothing", async () => {
    await rig.add("look", { url: URL, title: ODD });
    const response = await ask("/look+");
    const html = await response.text();
    expect([response.status, response.headers.get("x-robots-tag")]).toEqual([200, "noindex"]);
    const href = LOCATION.replace("&", "&amp;");
    expect(html).toContain(`<a href="${href}" rel="noreferrer nofollow">${href}</a>`);
    expect(html).toContain("https://go.example/report?link=https%3A%2F%2Fgo.example%2Flook");
    expect(html).not.toMatch(/<script|Take care/);
    expect(rig.visits).toEqual([]);
  });

  test("warns of what is not encrypted, and of what is no web page", async () => {
    await rig.add("open", { url: "http://example.com/" });
    await rig.add("mail", { url: "mailto:someone@example.com" });
    expect(await (await ask("/open+")).text()).toContain("not encrypted");
    expect(await (await ask("/mail+")).text()).toContain("opens a program");
  });
});

describe("a card", () => {
  const preview = { title: ODD, description: "Buy & save", image: "https://example.com/a.png?x=1&y=2" };

  test("is for crawlers alone, and is recorded", async () => {
    await rig.add("card", { url: URL, options: { preview } });
    expect((await ask("/card")).status).toBe(302);
    const response = await ask("/card", CRAWLER);
    const html = await response.text();
    expect(response.status).toBe(200);
    for (const tag of [
      '<meta property="og:title" content="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#x27;">',
      '<meta property="og:description" content="Buy &amp; save">',
      '<meta property="og:image" content="https://example.com/a.png?x=1&amp;y=2">',
      '<meta property="og:url" content="https://go.example/card">',
      '<meta name="twitter:card" content="summary_large_image">',
      `<a href="${LOCATION.replace("&", "&amp;")}">`,
    ])
      expect(html).toContain(tag);
    expect(html).not.toContain("<script");
    expect(rig.visits.map(({ agent, rule }) => [agent, rule])).toEqual([
      [HUMAN, ""],
      [CRAWLER, ""],
    ]);
  });

  test("of a limited link does not say where that leads", async () => {
    await rig.add("scarce", { url: URL, options: { preview: { title: "Scarce" }, maxClicks: 2 } });
    const html = await (await ask("/scarce", CRAWLER)).text();
    expect(html).toContain('content="Scarce"');
    expect(html).toContain('<meta name="twitter:card" content="summary">');
    expect(html).not.toContain("example.com/landing");
  });
});

describe("a frame", () => {
  test("may show the destination's origin and nothing else", async () => {
    await rig.add("framed", { url: URL, title: ODD, options: { cloak: true } });
    const response = await ask("/framed");
    const html = await response.text();
    expect(policyOf(response)).toContain("; frame-src https://example.com");
    expect(policyOf(response)).not.toContain("script-src");
    expect(policyOf(response)).toContain(hashOf(html, "style"));
    expect(html).toContain(`<iframe src="${LOCATION.replace("&", "&amp;")}" title="&quot;&gt;&lt;script`);
    expect(html).toContain("directly</a>");
    expect(html).not.toContain("<script");
    expect(response.headers.get("referrer-policy")).toBe("strict-origin");
    expect(rig.visits).toHaveLength(1);
  });

  test("is not made where a policy cannot name the origin", async () => {
    await rig.add("odd-frame", { url: "https://[2001:db8::1]/x", options: { cloak: true } });
    expect((await ask("/odd-frame")).headers.get("location")).toBe("https://[2001:db8::1]/x");
  });
});

describe("a page that asks for consent", () => {
  const pixels: Pixel[] = [
    { provider: "meta", id: "12345678" },
    { provider: "x", id: "abcde" },
  ];

  test("asks nobody else before the click, and lets only the named companies load", async () => {
    await rig.add("tracked", { url: URL, options: { pixels } });
    const response = await ask("/tracked");
    const html = await response.text();
    expect(policyOf(response)).toContain(
      `script-src ${hashOf(html, "script")} https://connect.facebook.net https://static.ads-twitter.com`,
    );
    expect(policyOf(response)).not.toMatch(/google|tiktok|linkedin|'unsafe|'self'/);
    expect(policyOf(response)).toContain("sandbox allow-scripts");
    expect(html).toContain('data-pixels="meta:12345678 x:abcde" hidden');
    expect(html).toContain(`id="without" href="${LOCATION.replace("&", "&amp;")}"`);
    expect(html).toContain("<li>Meta (Facebook, Instagram)</li>\n<li>X (Twitter)</li>");
    expect(tagsOf(html).join()).not.toMatch(/<(img|iframe|link|script.*<script)/);
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(rig.visits).toHaveLength(1);
  });
});

describe("an app's address", () => {
  test("is tried by a page that knows the way by the web", async () => {
    await rig.add("app", { url: URL, options: { android: "example-app://open?a=1&b=2" } });
    const response = await ask("/app", ANDROID);
    const html = await response.text();
    expect(policyOf(response)).toContain(`script-src ${hashOf(html, "script")};`.slice(0, -1));
    expect(html).toContain('id="app" href="example-app://open?a=1&amp;b=2"');
    expect(html).toContain(`id="web" href="${LOCATION.replace("&", "&amp;")}"`);
    expect(rig.visits).toHaveLength(1);
    expect((await ask("/app")).headers.get("location")).toBe(LOCATION);
  });
});

test("nothing but a web address or an app's own is ever a Location", async () => {
  const odd = [
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "https://a.example/\r\nSet-Cookie: a=b",
    " javascript:x",
  ];
  for (const [index, url] of odd.entries()) {
    await rig.add(`odd${index}`, { url });
    await rig.add(`odd-over${index}`, { expires_at: NOW, options: { expiredUrl: url } });
    await rig.add(`odd-app${index}`, { options: { android: url } });
    await rig.add(`odd-rule${index}`, { options: { rules: [{ conditions: [], url }] } });
    for (const name of ["odd", "odd-over", "odd-app", "odd-rule"]) {
      const response = await ask(`/${name}${index}`, ANDROID);
      const location = response.headers.get("location") ?? "https:";
      expect([name, url, location.slice(0, 6)]).toEqual([name, url, "https:"]);
      expect(response.headers.get("set-cookie")).toBeNull();
      expect(await response.text()).not.toMatch(/(href|src)="\s*(javascript|data|vbscript):/i);
    }
  }
});

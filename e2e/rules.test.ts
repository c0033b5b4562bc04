import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Tried, TryInput } from "@visoli/contract/try";
import fc from "fast-check";
import { CHROME, type Client, click, createClient, type Link, type RequestHeaders } from "./client.ts";
import { endAll, type Server, startServer } from "./server.ts";

const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const IPAD =
  "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1";
const PIXEL_8 =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
const FIREFOX = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";
const GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
const SLACKBOT = "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)";
/** An address of Deutsche Telekom, and one of Google's: wide networks that the free databases place alike. */
const GERMAN = "87.128.0.1";
const AMERICAN = "8.8.8.8";
const NOWHERE = "192.0.2.1";

let server: Server;
let client: Client;
beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: "1" } });
  client = createClient(server.url, server.apiKey);
});
afterAll(endAll);

/** A visitor, in the words of `POST /links/{id}/test`. */
type Someone = Pick<TryInput, "userAgent" | "ip" | "language" | "referrer" | "query" | "path">;

const to = (name: string) => `https://example.com/${name}`;
const RULES = [
  { name: "tablets", conditions: [{ type: "device", in: ["tablet"] }], url: to("tablets") },
  {
    conditions: [
      { type: "os", in: ["ios", "Android"] },
      { type: "query", name: "app" },
    ],
    url: to("app"),
  },
  { name: "french", conditions: [{ type: "language", in: ["fr", "pt-br"] }], url: to("french") },
  { name: "mail", conditions: [{ type: "query", name: "from", in: ["mail", "letter"] }], url: to("mail") },
  { name: "news", conditions: [{ type: "referrer", in: ["news.example.org"] }], url: to("news") },
  {
    name: "office",
    conditions: [{ type: "cidr", in: ["198.51.100.0/24", "2001:db8::/32"] }],
    url: to("office"),
  },
  { name: "german", conditions: [{ type: "country", in: ["de"] }], url: to("german") },
  { name: "google", conditions: [{ type: "asn", in: [15_169] }], url: to("google") },
  { name: "past", conditions: [{ type: "date", until: "2020-01-01T00:00:00Z" }], url: to("past") },
  { name: "robots", conditions: [{ type: "visitor", is: "bot" }], url: to("robots") },
  {
    name: "trial",
    conditions: [
      { type: "browser", in: ["firefox"] },
      { type: "continent", in: ["EU"], not: true },
    ],
    split: [
      { url: to("a"), weight: 1 },
      { url: to("b"), weight: 2, name: "second" },
      { url: to("c"), weight: 1 },
    ],
  },
];

function visit(link: Link, someone: Someone): Promise<Response> {
  const { userAgent = CHROME, ip = NOWHERE, language, referrer, query, path } = someone;
  const headers: RequestHeaders = { "User-Agent": userAgent, "X-Forwarded-For": ip };
  if (language !== undefined) headers["Accept-Language"] = language;
  if (referrer !== undefined) headers.Referer = referrer;
  const rest = path === undefined ? "" : `/${path}`;
  return click(`${link.shortUrl}${rest}${query === undefined ? "" : `?${query}`}`, headers);
}

async function locationFor(link: Link, someone: Someone): Promise<string | null> {
  return (await visit(link, someone)).headers.get("location");
}

async function predict(link: Link, someone: TryInput): Promise<Tried> {
  const { status, body } = await client.post<Tried>(`/api/v1/links/${link.id}/test`, someone);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

/** How many clicks each value of the dimension has, bots too; "" is none. */
async function countsBy(link: Link, dimension: "rule" | "variant", clicks: number) {
  const { groups = [] } = await client.statsOf(clicks, {
    link: link.id,
    groupBy: dimension,
    include: "bots",
  });
  return Object.fromEntries(groups.map((group) => [String(group[dimension]), group.clicks]));
}

function tally(values: (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value ?? ""] = (counts[value ?? ""] ?? 0) + 1;
  return counts;
}

describe("the first rule whose conditions hold decides", () => {
  const VISITS: [someone: Someone, location: RegExp, rule: string][] = [
    [{}, /\/base$/, ""],
    [{ userAgent: IPAD, language: "fr" }, /\/tablets$/, "tablets"],
    [{ userAgent: IPHONE, query: "app" }, /\/app$/, "2"],
    [{ userAgent: PIXEL_8, query: "x=1&app=yes" }, /\/app$/, "2"],
    [{ userAgent: PIXEL_8 }, /\/base$/, ""],
    [{ query: "app" }, /\/base$/, ""],
    [{ language: "fr-CA,en;q=0.5" }, /\/french$/, "french"],
    [{ language: "en;q=0.5, pt-BR;q=0.9" }, /\/french$/, "french"],
    [{ language: "pt-PT,fr;q=0.8" }, /\/base$/, ""],
    [{ query: "from=letter" }, /\/mail$/, "mail"],
    [{ query: "from=else" }, /\/base$/, ""],
    [{ referrer: "https://www.news.example.org/2027/spring" }, /\/news$/, "news"],
    [{ referrer: "https://de.news.example.org/" }, /\/news$/, "news"],
    [{ referrer: "https://othernews.example.org/" }, /\/base$/, ""],
    [{ ip: "198.51.100.77" }, /\/office$/, "office"],
    [{ ip: "2001:db8:1::7" }, /\/office$/, "office"],
    [{ ip: "198.51.101.77" }, /\/base$/, ""],
    [{ ip: GERMAN }, /\/german$/, "german"],
    [{ ip: AMERICAN }, /\/google$/, "google"],
    [{ userAgent: GOOGLEBOT }, /\/robots$/, "robots"],
    [{ userAgent: SLACKBOT }, /\/robots$/, "robots"],
    [{ userAgent: FIREFOX }, /\/[abc]$/, "trial"],
  ];

  test("each visitor lands where it should, and its click says which rule and variant", async () => {
    const link = await client.createLink({ url: to("base"), rules: RULES });
    const found: string[] = [];
    for (const [someone, location] of VISITS) {
      const where = (await locationFor(link, someone)) ?? "";
      expect([someone, location.test(where), where]).toEqual([someone, true, where]);
      found.push(where);
    }
    expect(await countsBy(link, "rule", VISITS.length)).toEqual(tally(VISITS.map(([, , rule]) => rule)));
    const variantOf: Record<string, string> = { "/a": "A", "/b": "second", "/c": "C" };
    const variants = found.map((where) => variantOf[where.slice(-2)] ?? "");
    expect(await countsBy(link, "variant", VISITS.length)).toEqual(tally(variants));
  });

  test("a date: before its instant the link's own place, from it on the rule's", async () => {
    const from = Date.now() + 2_500;
    const rule = { conditions: [{ type: "date", from: new Date(from).toISOString() }], url: to("after") };
    const link = await client.createLink({ url: to("before"), rules: [rule] });
    const seen = new Set<string>();
    let clicks = 0;
    for (let end = 0; end <= from; await Bun.sleep(50)) {
      const begin = Date.now();
      const where = await locationFor(link, {});
      end = begin;
      clicks++;
      seen.add(`${where}`);
      // Only a visit that lies wholly on one side says what must be on that side.
      if (Date.now() < from) expect(where).toBe(to("before"));
      if (begin >= from) expect(where).toBe(to("after"));
    }
    expect(seen).toContain(to("after"));
    const at = (ms: number) => predict(link, { at: new Date(ms).toISOString() });
    expect((await at(from - 1)).url).toBe(to("before"));
    expect((await at(from)).url).toBe(to("after"));
    const counted = await countsBy(link, "rule", clicks);
    expect((counted[""] ?? 0) + (counted["1"] ?? 0)).toBe(clicks);
  });
});

describe("POST /links/{id}/test", () => {
  // The dotted notation of IPv6 (`::1:192.0.2.1`) is not taken by the call.
  const ipV6 = fc.ipV6().filter((address) => !address.includes("."));
  const maybe = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined });
  const someone: fc.Arbitrary<Someone> = fc
    .record({
      userAgent: fc.constantFrom(CHROME, IPHONE, IPAD, PIXEL_8, FIREFOX, GOOGLEBOT, SLACKBOT, "curl/8.5.0"),
      ip: fc.oneof(fc.constantFrom(GERMAN, AMERICAN, NOWHERE, "198.51.100.9"), fc.ipV4(), ipV6),
      language: maybe(fc.constantFrom("fr", "de-AT,de;q=0.9", "en, pt-br;q=0.5", "*", "pt-BR", ";;q=9")),
      referrer: maybe(fc.constantFrom("https://news.example.org/x?y", "android-app://com.slack", "nonsense")),
      query: maybe(
        fc.constantFrom("from=mail", "from=x&app", "utm_source=y&own=2", "qr=2&z=%20a", "a=b&a=c&%%"),
      ),
      path: maybe(fc.constantFrom("x", "x/y", "d%C3%A9j%C3%A0", "%2e%2e/x", "a//b", "x/")),
    })
    .map((visitor) => JSON.parse(JSON.stringify(visitor)) as Someone);

  test("says of 200 visitors what each of them then gets", async () => {
    const link = await client.createLink({
      url: `${to("base")}?own=1`,
      rules: RULES,
      android: to("android"),
      forwardQuery: true,
      forwardPath: true,
      redirectStatus: 307,
    });
    const visitors = fc.sample(someone, 200);
    const tried: Tried[] = [];
    for (const visitor of visitors) {
      const prediction = await predict(link, visitor);
      const response = await visit(link, visitor);
      const got = { status: response.status, url: response.headers.get("location") };
      const { status, url } = prediction;
      expect({ visitor, ...got }).toEqual({ visitor, status, url });
      tried.push(prediction);
    }
    const led = tried.filter(({ outcome }) => outcome === "redirect");
    expect(new Set(led.map(({ rule }) => rule)).size).toBeGreaterThan(5);
    // What was predicted is what was recorded, to the click; a prediction itself records nothing.
    expect(await countsBy(link, "rule", led.length)).toEqual(tally(led.map(({ rule }) => rule)));
    expect(await countsBy(link, "variant", led.length)).toEqual(tally(led.map(({ variant }) => variant)));
  });

  test("says why: each condition that was asked, and what it saw", async () => {
    const link = await client.createLink({ url: to("base"), rules: RULES });
    const { outcome, rule, why } = await predict(link, { userAgent: PIXEL_8, language: "fr", country: "DE" });
    expect([outcome, rule]).toEqual(["redirect", "french"]);
    expect(why.map((one) => [one.rule, one.conditions.map(({ holds, saw }) => [holds, saw])])).toEqual([
      ["tablets", [[false, "mobile"]]],
      [
        "2",
        [
          [true, "Android"],
          [false, null],
        ],
      ],
      ["french", [[true, "fr"]]],
    ]);
  });
});

test("a split leads the same visitor to the same place, also after a restart", async () => {
  const split = [
    { url: to("a"), weight: 1 },
    { url: to("b"), weight: 1 },
  ];
  const link = await client.createLink({ url: to("base"), rules: [{ conditions: [], split }] });
  const visitors = Array.from({ length: 60 }, (_, index) => ({ ip: `203.0.113.${index}` }));
  const places = async () => {
    const found: (string | null)[] = [];
    for (const visitor of visitors) found.push(await locationFor(link, visitor));
    return found;
  };
  const before = await places();
  expect(new Set(before)).toEqual(new Set([to("a"), to("b")]));
  expect(await places()).toEqual(before);
  expect(await server.stop()).toBe(0);
  server = await server.restart();
  expect(await places()).toEqual(before);
  expect(await countsBy(link, "variant", before.length * 3)).toEqual({
    A: before.filter((place) => place === to("a")).length * 3,
    B: before.filter((place) => place === to("b")).length * 3,
  });
});

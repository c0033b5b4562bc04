import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../test/engines.ts";
import { type Client, click, createClient, type Link } from "./client.ts";
import { endAll, ROOT, runAdmin, type Server, startServer } from "./server.ts";

afterAll(endAll);

describe("the statistics", () => {
  let server: Server;
  let client: Client;
  beforeAll(async () => {
    server = await startServer();
    client = createClient(server.url, server.apiKey);
  });

  test("have a click soon after it was answered", async () => {
    const link = await client.createLink({ url: "https://example.com/" });
    const begin = performance.now();
    expect((await click(link.shortUrl)).status).toBe(302);
    await until(async () => (await client.stats({ link: link.id })).totals.clicks === 1);
    console.log(
      `a click was in the statistics after ${Math.round(performance.now() - begin)} ms (2,000 promised)`,
    );
  });

  test("count GET and not HEAD, and nothing that did not redirect", async () => {
    const link = await client.createLink({ url: "https://example.com/" });
    const expired = await client.createLink({
      url: "https://example.com/",
      expiresAt: "2020-01-01T00:00:00Z",
    });
    for (let i = 0; i < 5; i++) {
      const head = await click(link.shortUrl, {}, "HEAD");
      expect([head.status, head.headers.get("location")]).toEqual([302, "https://example.com/"]);
      expect((await click(expired.shortUrl)).status).toBe(410);
      expect((await click(link.shortUrl, {}, "POST")).status).toBe(405);
    }
    await click(link.shortUrl);
    await client.statsOf(1, { link: link.id });
    // What came before that click is in the ledger by now, if it counts.
    expect((await client.stats({ link: link.id, include: "bots" })).totals.clicks).toBe(1);
    expect((await client.stats({ link: expired.id, include: "bots" })).totals.clicks).toBe(0);
  });

  test("class who asked, keep everybody, and count people unless asked", async () => {
    const link = await client.createLink({ url: "https://example.com/" });
    const visits: [userAgent: string, headers: Record<string, string>][] = [
      ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", {}],
      ["curl/8.5.0", {}],
      ["", {}],
      ["Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", {}],
      ["WhatsApp/2.23.20.0", {}],
      [
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        { "Sec-Purpose": "prefetch;prerender" },
      ],
      [
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        {},
      ],
    ];
    for (const [agent, headers] of visits) await click(link.shortUrl, { "User-Agent": agent, ...headers });
    const { groups } = await client.statsOf(visits.length, {
      link: link.id,
      include: "bots",
      groupBy: "class",
    });
    expect(Object.fromEntries(groups?.map((one) => [one.class, one.clicks]) ?? [])).toEqual({
      bot: 3,
      preview: 2,
      prefetch: 1,
      human: 1,
    });
    expect((await client.stats({ link: link.id })).totals.clicks).toBe(1);
    expect((await client.get<Link>(`/api/v1/links/${link.id}`)).body.clicks).toBe(1);
    const bots = await client.stats({ link: link.id, include: "bots", class: "bot", groupBy: "bot" });
    expect(bots.groups?.map((one) => String(one.bot).toLowerCase()).sort()).toEqual(
      expect.arrayContaining([expect.stringContaining("curl"), expect.stringContaining("google")]),
    );
  });
});

test("the same click once more within the setting is led on, and kept as a duplicate", async () => {
  const server = await startServer({ env: { DUPLICATE_WINDOW_S: "600" } });
  const client = createClient(server.url, server.apiKey);
  const [link, other] = await Promise.all(
    [1, 2].map(() => client.createLink({ url: "https://example.com/" })),
  );
  const ask = (one: Link | undefined, headers = {}) => click(one?.shortUrl ?? "", headers);
  for (const again of [1, 2, 3]) {
    expect([(await ask(link)).status, again]).toEqual([302, again]);
    await ask(link, { "User-Agent": "curl/8.5.0" });
  }
  await ask(other);
  await ask(link, { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0" });
  const { groups } = await client.statsOf(8, { include: "bots", groupBy: "class" });
  expect(Object.fromEntries(groups?.map((one) => [one.class, one.clicks]) ?? [])).toEqual({
    ...{ human: 3, duplicate: 2, bot: 3 },
  });
  expect((await client.stats({ link: link?.id ?? "" })).totals.clicks).toBe(2);
  expect((await client.stats({ class: "duplicate" })).totals.clicks).toBe(2);
  expect(await server.stop()).toBe(0);
});

test("an operator has old clicks classed anew by the service that runs", async () => {
  const server = await startServer();
  const client = createClient(server.url, server.apiKey);
  await click((await client.createLink({ url: "https://example.com/" })).shortUrl);
  await client.statsOf(1);
  const wrong = await runAdmin(server, {}, "reclassify", "--since", "yesterday");
  expect([wrong.exitCode, wrong.stdout]).toEqual([1, ""]);
  expect(wrong.stderr).toStartWith("--since: ");
  expect((await runAdmin(server, {}, "reclassify", "--since", "2026-01-01")).exitCode).toBe(0);
  await until(() => server.stdout().includes("all clicks are classed by today's rules"), {
    timeoutMs: 40_000,
  });
  expect(await server.stop()).toBe(0);
});

/** The first address of the widest network of an AS, out of the public database that the service reads too. */
function addressIn(asn: number): string {
  const csv = readFileSync(join(ROOT, "node_modules/@ip-location-db/asn/asn-ipv4-num.csv"), "utf8");
  const networks = csv.split("\n").map((line) => line.split(","));
  const own = networks.filter((fields) => fields[2] === `${asn}`);
  const width = (fields: string[]) => Number(fields[1]) - Number(fields[0]);
  const first = Number(own.sort((a, b) => width(b) - width(a))[0]?.[0]);
  return [24, 16, 8, 0].map((shift) => (first >>> shift) & 255).join(".");
}

describe("TRUST_PROXY", () => {
  const TELEKOM = { country: "DE", asn: 3_320 };
  const NOWHERE = { country: "", asn: 0 };
  const GOOGLE = { country: "US", asn: 15_169 };
  const HETZNER = { country: "DE", asn: 24_940 };
  const german = addressIn(TELEKOM.asn);

  type Expectation = [forwardedFor: string, place: { country: string; asn: number }];

  /** Clicks once with each X-Forwarded-For, on a link of its own, and compares what was recorded. */
  async function expectPlaces(trust: string, expected: Expectation[]): Promise<void> {
    const server = await startServer({ env: { TRUST_PROXY: trust } });
    const client = createClient(server.url, server.apiKey);
    const links: Link[] = [];
    for (const [forwardedFor] of expected) {
      const link = await client.createLink({ url: "https://example.com/" });
      // Bytes beyond ASCII go out as they are.
      const bytes = Buffer.from(forwardedFor).toString("latin1");
      await click(link.shortUrl, { "X-Forwarded-For": bytes });
      links.push(link);
    }
    await client.statsOf(expected.length);
    const found: Expectation[] = [];
    for (const [index, [forwardedFor]] of expected.entries()) {
      const by = async (groupBy: string) =>
        (await client.stats({ link: links[index]?.id ?? "", groupBy })).groups?.[0]?.[groupBy];
      found.push([forwardedFor, { country: `${await by("country")}`, asn: Number(await by("asn")) }]);
    }
    expect(found).toEqual(expected);
    expect(await server.stop()).toBe(0);
  }

  test.each(["0", ""])("%p: the header is ignored", async (trust) => {
    await expectPlaces(trust, [
      ["8.8.8.8", NOWHERE],
      [german, NOWHERE],
      ["2a01:4f8::1", NOWHERE],
    ]);
  });

  test("1: the last entry is believed, whatever the visitor wrote before it", async () => {
    await expectPlaces("1", [
      ["8.8.8.8", GOOGLE],
      ["1.1.1.1", { country: "AU", asn: 13_335 }],
      [german, TELEKOM],
      ["2a01:4f8::1", HETZNER],
      [`9.9.9.9, ${german}`, TELEKOM],
      ["not an address,8.8.8.8", GOOGLE],
      ["8.8.8.8:51234", GOOGLE],
      ["::ffff:8.8.8.8", GOOGLE],
      ["[2a01:4f8::1]:443", HETZNER],
      ["8.8.8.8, unknown", NOWHERE],
      ["8.8.8.8, ", NOWHERE],
      ["_hidden", NOWHERE],
      ["999.1.1.1", NOWHERE],
      ["💥", NOWHERE],
    ]);
  });

  test("2: the last but one", async () => {
    await expectPlaces("2", [
      [`${german}, 8.8.8.8, 10.0.0.1`, GOOGLE],
      ["8.8.8.8", GOOGLE],
    ]);
  });

  test("ranges: the first address from the right that is no proxy of ours", async () => {
    await expectPlaces("127.0.0.0/8, 10.0.0.0/8", [
      ["8.8.8.8", GOOGLE],
      [`${german}, 8.8.8.8, 10.1.2.3`, GOOGLE],
    ]);
    await expectPlaces("192.0.2.0/24", [["8.8.8.8", NOWHERE]]);
  });
});

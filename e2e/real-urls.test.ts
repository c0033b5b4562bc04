import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { awayFromMidnight, type Client, click, createClient, type Link, type Stats } from "./client.ts";
import { type Agent, BOTS, realAgents, realUrls, seededRandom } from "./real-world.ts";
import { endAll, startServer } from "./server.ts";

// Real addresses, real browsers: everything that is sent is written down here too, and the statistics must agree to the click.
const LINKS = 300;
const CLICKS_A_LINK = 8;
const IN_FLIGHT = 16;

type Sent = { link: string; agent: Agent; address: string; utm: Record<string, string>; referrer: string };

const random = seededRandom(20_270_101);
const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
const agents = [...realAgents(40), ...BOTS];
const addresses = Array.from({ length: 12 }, (_, index) =>
  index % 3 === 0
    ? `2a01:4f8:${(index + 1).toString(16)}:1::${(random(65_535) + 1).toString(16)}`
    : `${20 + random(180)}.${random(256)}.${random(256)}.${1 + random(254)}`,
);
const REFERRERS = [
  ["", ""],
  ["https://www.example.org/a/page?x=1", "example.org"],
  ["https://news.ycombinator.com/item?id=1", "news.ycombinator.com"],
  ["https://t.co/abcdef", "t.co"],
  ["android-app://com.slack/", "com.slack"],
] as const;
const CAMPAIGNS: Record<string, string>[] = [
  {},
  {},
  { utm_source: "newsletter", utm_medium: "mail", utm_campaign: "spring sale" },
  { utm_source: "käse & brot", utm_medium: "print", utm_term: "a+b,c", utm_content: "100%" },
];

const sent: Sent[] = [];
const links: Link[] = [];
let client: Client;
let start = "";

beforeAll(async () => {
  await awayFromMidnight();
  const server = await startServer({ env: { TRUST_PROXY: "1" } });
  client = createClient(server.url, server.apiKey);
  start = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();
});
afterAll(endAll);

async function follow(link: Link): Promise<void> {
  for (let count = 0; count < CLICKS_A_LINK; count++) {
    const [agent, address, campaign, [referer, referrer]] = [
      pick(agents),
      pick(addresses),
      pick(CAMPAIGNS),
      pick(REFERRERS),
    ];
    const query = new URLSearchParams(campaign).toString();
    const response = await click(query ? `${link.shortUrl}?${query}` : link.shortUrl, {
      "User-Agent": agent.text,
      "X-Forwarded-For": `9.9.9.9, ${address}`,
      ...(referer && { Referer: referer }),
    });
    expect([link.url, response.status, response.headers.get("location")]).toEqual([
      link.url,
      302,
      new URL(link.url).href,
    ]);
    // What the short URL was asked with, else what the destination says.
    const own = new URL(link.url).searchParams;
    const utm = Object.fromEntries(UTM.map((name) => [name, campaign[name] ?? own.get(name) ?? ""]));
    sent.push({ link: link.id, agent, address, utm, referrer });
  }
}

const UTM = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"];
const isPerson = (one: Sent) => one.agent.device !== null;
const visitorsOf = (clicks: Sent[]) => new Set(clicks.map((one) => `${one.address} ${one.agent.text}`)).size;
const counts = (clicks: Sent[]) => ({
  clicks: clicks.length,
  visitors: visitorsOf(clicks),
  scans: 0,
  opens: 0,
});

function expectGroups(stats: Stats, dimension: string, keyOf: (one: Sent) => string, clicks: Sent[]): void {
  const expected = [...Map.groupBy(clicks, keyOf)].map(([key, those]) => [key, counts(those)]);
  const found =
    stats.groups?.map(({ clicks, visitors, scans, opens, ...one }) => [
      one[dimension],
      { clicks, visitors, scans, opens },
    ]) ?? [];
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  const inOrder = stats.groups?.map((one) => one.clicks) ?? [];
  expect(inOrder).toEqual(inOrder.toSorted((a, b) => b - a));
}

describe("real addresses, followed by real browsers", () => {
  test("every one becomes a link that leads there", async () => {
    const urls = realUrls(LINKS);
    expect(urls.length).toBeGreaterThan(200);
    for (const url of urls) {
      const link = await client.createLink({ url });
      expect(link.url).toBe(url);
      links.push(link);
    }
    const waiting = [...links];
    const work = async () => {
      for (let link = waiting.pop(); link; link = waiting.pop()) await follow(link);
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
    expect(sent).toHaveLength(links.length * CLICKS_A_LINK);
    for (const devices of Map.groupBy(agents, (agent) => agent.device).values()) {
      expect(devices.length).toBeGreaterThan(5);
    }
    expect(agents.length).toBeGreaterThan(60);
    console.log(`${links.length} links, ${sent.length} clicks, ${visitorsOf(sent)} visitors`);
  });

  test("totals: people, and everybody", async () => {
    const everybody = await client.statsOf(sent.length, { include: "bots" });
    expect(everybody.totals).toEqual(counts(sent));
    const people = await client.stats();
    expect(people.totals).toEqual(counts(sent.filter(isPerson)));
    expect(people.totals.clicks).toBeLessThan(everybody.totals.clicks);
  });

  test("groups by device, referrer and each part of the campaign", async () => {
    const people = sent.filter(isPerson);
    const ask = (groupBy: string) => client.stats({ groupBy, limit: "1000" });
    expectGroups(await ask("device"), "device", (one) => one.agent.device ?? "", people);
    expectGroups(await ask("referrer"), "referrer", (one) => one.referrer, people);
    for (const name of UTM) expectGroups(await ask(name), name, (one) => one.utm[name] ?? "", people);
  });

  test("groups by link, with and without bots, and each link's own number in the list", async () => {
    const people = sent.filter(isPerson);
    expectGroups(await client.stats({ groupBy: "link", limit: "1000" }), "link", (one) => one.link, people);
    const all = await client.stats({ groupBy: "link", limit: "1000", include: "bots" });
    expectGroups(all, "link", (one) => one.link, sent);
    const clicksOf = Map.groupBy(people, (one) => one.link);
    for (const limit of [7, 100]) {
      const listed = await client.all<Link>("/api/v1/links", limit);
      // Newest first; links of the same millisecond in any order.
      const times = listed.map((link) => link.createdAt);
      expect(times).toEqual(times.toSorted().reverse());
      const byId = (one: Link, other: Link) => (one.id < other.id ? -1 : 1);
      const expected = links.map((link) => ({ ...link, clicks: clicksOf.get(link.id)?.length ?? 0 }));
      expect(listed.toSorted(byId)).toEqual(expected.toSorted(byId));
    }
  });

  test("filters: what is kept and what is left out add up to all", async () => {
    const people = sent.filter(isPerson);
    const mobile = people.filter((one) => one.agent.device === "mobile");
    expect((await client.stats({ device: "mobile" })).totals).toEqual(counts(mobile));
    const rest = people.filter((one) => one.agent.device !== "mobile");
    expect((await client.stats({ device: "!mobile" })).totals).toEqual(counts(rest));
    const term = people.filter((one) => one.utm.utm_term === "a+b,c" && one.referrer === "t.co");
    expect((await client.stats({ utm_term: "a+b\\,c", referrer: "t.co" })).totals).toEqual(counts(term));
    const some = links.slice(0, 3).map((link) => link.id);
    const three = people.filter((one) => some.includes(one.link));
    expect((await client.stats({ link: some.join(",") })).totals).toEqual(counts(three));
  });

  test.each(["minute", "hour", "day", "month"])("a series by %s adds up to the total", async (interval) => {
    const { series, totals } = await client.stats({ start, interval, timezone: "Asia/Kathmandu" });
    expect(totals.clicks).toBe(sent.filter(isPerson).length);
    expect(series?.reduce((sum, entry) => sum + entry.clicks, 0)).toBe(totals.clicks);
    const times = series?.map((entry) => Date.parse(entry.start)) ?? [];
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
  });

  test("the drop-in call tells the same clicks of each link", async () => {
    const people = Map.groupBy(sent.filter(isPerson), (one) => one.link);
    for (const link of links) {
      const expected = (people.get(link.id) ?? []).map((one) => one.referrer || "null").sort();
      expect((await client.namesOf(link.slug)).sort()).toEqual(expected);
    }
  });
});

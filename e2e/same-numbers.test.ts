import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { temporaryFolder, until } from "../test/engines.ts";
import { startReceiver } from "../test/webhooks.ts";
import { askChdb } from "./chdb.ts";
import {
  awayFromMidnight,
  type Client,
  createClient,
  type Group,
  type Link,
  type Page,
  type ServiceStats,
  type Stats,
} from "./client.ts";
import { endAll, type Server, startServer } from "./server.ts";
import { countBy, plannedVisits, send, type Visit } from "./traffic.ts";

const COUNT = 600;
const TAGS = ["spring", "summer"];

type Click = { link: string; class: string; trigger: string; browser: string | null };

const receiver = startReceiver();
afterAll(async () => {
  receiver.stop();
  await endAll();
});

describe("known traffic is told the same, to the click, by", () => {
  let server: Server;
  let client: Client;
  let links: Link[];
  let visits: Visit[];
  let streamed: () => Click[];
  let humans: Visit[];
  let clicks: Visit[];

  beforeAll(async () => {
    await awayFromMidnight(120_000);
    server = await startServer({ env: { TRUST_PROXY: "1", PRIVATE_WEBHOOKS: "on" } });
    client = createClient(server.url, server.apiKey);
    const told = { url: receiver.url, events: ["link.clicked"] };
    expect((await client.post("/api/v1/webhooks", told)).status).toBe(201);
    links = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        client.createLink({ url: `https://example.com/${index}`, tags: [TAGS[index % 2]] }),
      ),
    );
    streamed = await listen();
    visits = plannedVisits(links, COUNT);
    humans = visits.filter((visit) => visit.class === "human");
    clicks = humans.filter(({ trigger }) => trigger === "link");
    await send(visits);
    const inLedger = async () => (await list("include=bots")).length >= COUNT;
    await until(inLedger, { timeoutMs: 30_000, everyMs: 300 });
  });

  /** What the stream has told since. */
  async function listen(): Promise<() => Click[]> {
    const { body } = await fetch(`${server.url}/api/v1/clicks/stream?include=bots`, {
      headers: { Authorization: `Bearer ${server.apiKey}` },
    });
    const decoder = new TextDecoder();
    let text = "";
    const read = async () => {
      for await (const chunk of body ?? []) text += decoder.decode(chunk, { stream: true });
    };
    void read().catch(() => {});
    await until(() => text.includes("retry:"));
    return () => [...text.matchAll(/^data: (\{"id":"clk_.+\})$/gm)].map(([, json = ""]) => JSON.parse(json));
  }

  async function list(query: string): Promise<Click[]> {
    const all: Click[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const path: string = `/api/v1/clicks?limit=250&${query}${cursor && `&cursor=${cursor}`}`;
      const page = (await client.get<Page<Click>>(path)).body;
      all.push(...page.data);
      cursor = page.nextCursor;
    }
    return all;
  }

  async function exported(format: string, query: string): Promise<Response> {
    const path = `/api/v1/clicks/export?format=${format}&${query}`;
    return fetch(server.url + path, { headers: { Authorization: `Bearer ${server.apiKey}` } });
  }

  const cell = (one: { link: string; class: string; trigger: string }) =>
    `${one.link} ${one.class} ${one.trigger}`;
  const expected = (all: Visit[]) => countBy(all, (visit) => cell({ ...visit, link: visit.link.id }));

  test("the statistics: totals, series and groups", async () => {
    const { totals } = await client.stats();
    const people = new Set(humans.map(({ address, agent }) => `${address} ${agent}`));
    expect(totals).toMatchObject({
      clicks: clicks.length,
      scans: humans.length - clicks.length,
      visitors: people.size,
    });
    const dimensions: [string, (visit: Visit) => string][] = [
      ["link", ({ link }) => link.id],
      ["tag", ({ link }) => link.tags[0] ?? ""],
      ["browser", ({ browser }) => browser],
      ["referrer", ({ referrer }) => referrer],
    ];
    for (const [groupBy, keyOf] of dimensions) {
      const { groups = [] } = await client.stats({ groupBy, limit: "100" });
      const told = Object.fromEntries(groups.map((group) => [group[groupBy], group.clicks]));
      expect([groupBy, told]).toEqual([groupBy, countBy(clicks, keyOf)]);
    }
    for (const interval of ["minute", "hour", "day"]) {
      const { series = [] } = await client.stats({ interval, period: "24h" });
      const sum = series.reduce((total, part) => total + part.clicks, 0);
      expect([interval, sum]).toEqual([interval, clicks.length]);
    }
    const classes = await client.stats({ include: "bots", groupBy: "class" });
    const followed = visits.filter(({ trigger }) => trigger === "link");
    expect(Object.fromEntries((classes.groups ?? []).map((group) => [group.class, group.clicks]))).toEqual(
      countBy(followed, (visit) => visit.class),
    );
  });

  test("the list of links, and each link", async () => {
    const all = await client.all<Link>("/api/v1/links", 3);
    const told = Object.fromEntries(all.map((link) => [link.id, [link.clicks, link.scans]]));
    const counted = (link: Link) => humans.filter((visit) => visit.link.id === link.id);
    const both = (link: Link) =>
      ["link", "qr"].map((by) => counted(link).filter((one) => one.trigger === by));
    expect(told).toEqual(
      Object.fromEntries(links.map((link) => [link.id, both(link).map(({ length }) => length)])),
    );
    const { body } = await client.get<Link>(`/api/v1/links/${links[0]?.id}`);
    expect([body.clicks, body.scans]).toEqual(told[body.id] ?? []);
  });

  test("the list of single clicks, page by page", async () => {
    expect(countBy(await list("include=bots"), cell)).toEqual(expected(visits));
    expect(countBy(await list(""), cell)).toEqual(expected(humans));
  });

  test("the stream", async () => {
    await until(() => streamed().length >= COUNT, { timeoutMs: 20_000 });
    expect(countBy(streamed(), cell)).toEqual(expected(visits));
  });

  test("the exports, in each format", async () => {
    const ndjson = (await (await exported("ndjson", "include=bots")).text()).trim().split("\n");
    expect(
      countBy(
        ndjson.map((line) => JSON.parse(line) as Click),
        cell,
      ),
    ).toEqual(expected(visits));
    const csv = (await (await exported("csv", "")).text()).trim().split("\n");
    expect(csv.length - 1).toBe(humans.length);
    const file = join(temporaryFolder(), "clicks.parquet");
    await Bun.write(file, await exported("parquet", "include=bots"));
    const sql = `select link, class, trigger, toUInt32(count()) as n from file('${file}', Parquet) group by all format JSONEachRow`;
    const rows = (await askChdb(temporaryFolder(), sql)).trim().split("\n");
    const parsed = rows.map((row) => JSON.parse(row) as Click & { n: number });
    expect(Object.fromEntries(parsed.map((row) => [cell(row), row.n]))).toEqual(expected(visits));
  });

  test("the webhook that is told of clicks", async () => {
    const told = () =>
      receiver.received.flatMap(({ event }) => event.data.clicks as (Click & { id: string })[]);
    await until(() => told().length >= humans.length, { timeoutMs: 30_000 });
    const once = new Map(told().map((one) => [one.id, one]));
    expect(countBy([...once.values()], cell)).toEqual(expected(humans));
  });

  test("the public page of each link, to people and to programs", async () => {
    for (const { id } of links) {
      const { body: made } = await client.post<{ url: string }>(`/api/v1/links/${id}/public-statistics`, {});
      const data = (await (await fetch(`${made.url}.json?period=7d`)).json()) as Stats & {
        browsers: { top: Group[] };
      };
      const own = humans.filter(({ link }) => link.id === id);
      const followed = own.filter(({ trigger }) => trigger === "link");
      expect(data.totals).toMatchObject({ clicks: followed.length, scans: own.length - followed.length });
      const days = (data.series ?? []).reduce((sum, part) => sum + part.clicks, 0);
      const browsers = data.browsers.top.map((group) => [group.browser, group.clicks]);
      expect([days, Object.fromEntries(browsers)]).toEqual([
        followed.length,
        countBy(followed, ({ browser }) => browser),
      ]);
      const page = await (await fetch(`${made.url}?period=7d`)).text();
      expect(page).toContain(`>${followed.length}<`);
    }
  });

  test("what is used of the plan", async () => {
    // Links of this test were made in this month, and so were its clicks: it keeps away from midnight.
    const used = async () =>
      (await client.get<{ clicks: { used: number } }>("/api/v1/usage")).body.clicks.used;
    await until(async () => (await used()) === humans.length, { timeoutMs: 40_000, everyMs: 1_000 });
  });

  test("the drop-in call", async () => {
    for (const { id, slug } of links) {
      const { body } = await client.get<ServiceStats>(`/api/link/${slug}/stats`);
      const own = humans.filter(({ link }) => link.id === id);
      expect([slug, body.stats.invocations.length]).toEqual([slug, own.length]);
    }
  });
});

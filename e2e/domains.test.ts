import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Domain } from "@visoli/contract/domain";
import type { Orphans } from "@visoli/contract/orphans";
import { until } from "../test/engines.ts";
import { type Client, click, createClient, type Link, type Problem, type RequestHeaders } from "./client.ts";
import { verifyDomains } from "./data-folder.ts";
import { endAll, type Server, startServer } from "./server.ts";

const GO = "go.example.com";
/** Where capitals do not count, and which has all that a domain can have. */
const CAPS = "xn--gre-6ka8i.example.org";
const UNPROVEN = "unproven.example.com";
const NOBODY = "nobody.example.net";
const ASSOCIATION = { applinks: { apps: [], details: [{ appID: "T1.com.example", paths: ["*"] }] } };
const ASSET_LINKS = [
  { relation: ["delegate_permission/common.handle_all_urls"], target: { namespace: "web" } },
];

let server: Server;
let client: Client;
beforeAll(async () => {
  const first = await startServer();
  client = createClient(first.url, first.apiKey);
  await addDomain({ host: GO });
  await addDomain({
    host: "Größe.example.org",
    caseSensitive: false,
    rootUrl: "https://example.com/root",
    notFoundUrl: "https://example.com/unknown",
    expiredUrl: "https://example.com/over",
    redirectStatus: 307,
    noindex: false,
    robots: "disallow",
    appleAppSiteAssociation: ASSOCIATION,
    assetLinks: ASSET_LINKS,
  });
  await addDomain({ host: UNPROVEN });
  server = await verifyDomains(first, [GO, CAPS]);
});
afterAll(endAll);

async function addDomain(input: Record<string, unknown>): Promise<Domain> {
  const { status, body } = await client.post<Domain>("/api/v1/domains", input);
  expect([status, body.verified]).toEqual([201, false]);
  return body;
}

/** Asks the server as a visitor of that host would. */
const ask = (host: string, path: string, headers: RequestHeaders = {}, method = "GET") =>
  click(server.url + path, { Host: host, ...headers }, method);

/** Status and, where there is one, place. */
async function answerOf(host: string, path: string): Promise<string> {
  const response = await ask(host, path);
  await response.arrayBuffer();
  return [response.status, response.headers.get("location")].filter(Boolean).join(" ");
}

const onDomain = (domain: string, slug: string, more: Record<string, unknown> = {}): Promise<Link> =>
  client.createLink({ url: `https://example.com/of/${domain}`, domain, slug, ...more });

describe("links of a domain", () => {
  test("have slugs of their own, and are known by their own host alone", async () => {
    const own = await client.createLink({ url: "https://example.com/of/own", slug: "sale" });
    const go = await onDomain(GO, "sale");
    const port = new URL(server.url).port;
    expect([own.shortUrl, go.shortUrl]).toEqual([`${server.url}/sale`, `http://${GO}:${port}/sale`]);
    const hosts: [host: string, answer: string][] = [
      [`127.0.0.1:${port}`, "302 https://example.com/of/own"],
      [`localhost:${port}`, "302 https://example.com/of/own"],
      [GO, `302 https://example.com/of/${GO}`],
      [`${GO}:${port}`, `302 https://example.com/of/${GO}`],
      ["GO.Example.COM", `302 https://example.com/of/${GO}`],
      [CAPS, "302 https://example.com/unknown"],
      [UNPROVEN, "404"],
      [NOBODY, "404"],
      [`${GO}.${NOBODY}`, "404"],
    ];
    for (const [host, answer] of hosts) expect([host, await answerOf(host, "/sale")]).toEqual([host, answer]);
    await client.statsOf(5);
    for (const [link, clicks, domain] of [
      [own, 2, own.shortUrl.slice("http://".length, -"/sale".length)],
      [go, 3, GO],
    ] as const) {
      const { groups } = await client.statsOf(clicks, { link: link.id, groupBy: "domain" });
      expect(groups).toMatchObject([{ domain, clicks }]);
    }
  });

  test("are made on a proven domain alone, and once for each spelling", async () => {
    for (const domain of [UNPROVEN, NOBODY])
      expect(
        await client.post<Problem>("/api/v1/links", { url: "https://example.com/", domain }),
      ).toMatchObject({
        status: 404,
        body: { code: "domain.not_found" },
      });
    await onDomain(GO, "Capital");
    await onDomain(GO, "capital", { url: "https://example.com/small" });
    expect([
      await answerOf(GO, "/Capital"),
      await answerOf(GO, "/capital"),
      await answerOf(GO, "/CAPITAL"),
    ]).toEqual([`302 https://example.com/of/${GO}`, "302 https://example.com/small", "404"]);
  });

  test("without capitals one slug is all its spellings", async () => {
    const link = await onDomain(CAPS, "Große-Straße");
    const there = `307 https://example.com/of/${CAPS}`;
    for (const slug of ["Große-Straße", "große-straße", "GROßE-STRAßE", "Große-Straße+"])
      expect([slug, await answerOf(CAPS, `/${encodeURIComponent(slug).replace("%2B", "+")}`)]).toEqual([
        slug,
        slug.endsWith("+") ? "200" : there,
      ]);
    const again = { url: "https://example.com/", domain: CAPS, slug: "GROßE-straße" };
    expect(await client.post<Problem>("/api/v1/links", again)).toMatchObject({
      body: { code: "link.slug_taken" },
    });
    const byAddress = await client.get<Link>(`/api/v1/links/${encodeURIComponent(`${CAPS}/große-STRAßE`)}`);
    expect(byAddress.body.id).toBe(link.id);
  });
});

describe("what a domain says beside its links", () => {
  test("where it leads without a link, or with one that is over", async () => {
    await onDomain(CAPS, "over", { expiresAt: "2020-01-01T00:00:00Z" });
    await onDomain(CAPS, "over-there", {
      expiresAt: "2020-01-01T00:00:00Z",
      expiredUrl: "https://example.com/mine",
    });
    await onDomain(GO, "over", { expiresAt: "2020-01-01T00:00:00Z" });
    const answers: [host: string, path: string, answer: string][] = [
      [CAPS, "/", "302 https://example.com/root"],
      [CAPS, "/nothing", "302 https://example.com/unknown"],
      [CAPS, "/over", "302 https://example.com/over"],
      [CAPS, "/over-there", "302 https://example.com/mine"],
      [GO, "/", "200"],
      [GO, "/nothing", "404"],
      [GO, "/over", "410"],
      [NOBODY, "/", "200"],
    ];
    for (const [host, path, answer] of answers)
      expect([host, path, await answerOf(host, path)]).toEqual([host, path, answer]);
  });

  test("robots.txt, well-known files and what links are indexed", async () => {
    const textOf = async (host: string, path: string) => {
      const response = await ask(host, path);
      return [response.status, response.headers.get("content-type"), await response.text()];
    };
    const plain = "text/plain; charset=utf-8";
    expect(await textOf(CAPS, "/robots.txt")).toEqual([200, plain, "User-agent: *\nDisallow: /\n"]);
    for (const host of [GO, NOBODY, `127.0.0.1:${server.port}`])
      expect(await textOf(host, "/robots.txt")).toEqual([200, plain, "User-agent: *\nAllow: /\n"]);
    const files = [
      ["/.well-known/apple-app-site-association", ASSOCIATION],
      ["/apple-app-site-association", ASSOCIATION],
      ["/.well-known/assetlinks.json", ASSET_LINKS],
    ] as const;
    for (const [path, content] of files) {
      expect(await textOf(CAPS, path)).toEqual([200, "application/json", JSON.stringify(content)]);
      expect((await ask(GO, path)).status).toBe(404);
    }
    await onDomain(CAPS, "shown");
    await onDomain(CAPS, "hidden", { noindex: true });
    const robotsOf = async (path: string) => (await ask(CAPS, path)).headers.get("x-robots-tag");
    expect([await robotsOf("/shown"), await robotsOf("/hidden")]).toEqual([null, "noindex"]);
  });

  test("a change holds at once; gone is gone", async () => {
    const rootUrl = "https://example.com/new-root";
    const change = (input: Record<string, unknown>) => client.ask("PATCH", `/api/v1/domains/${GO}`, input);
    expect((await change({ rootUrl, redirectStatus: 308 })).status).toBe(200);
    await onDomain(GO, "changed");
    expect([await answerOf(GO, "/"), await answerOf(GO, "/changed")]).toEqual([
      `302 ${rootUrl}`,
      `308 https://example.com/of/${GO}`,
    ]);
    expect((await change({ rootUrl: null, redirectStatus: null })).status).toBe(200);
    expect([await answerOf(GO, "/"), await answerOf(GO, "/changed")]).toEqual([
      "200",
      `302 https://example.com/of/${GO}`,
    ]);
    for (const field of ["rootUrl", "notFoundUrl", "expiredUrl"])
      for (const loop of [`http://${GO}/x`, `http://${CAPS}./`, `${server.url}/sale`])
        expect([loop, (await change({ [field]: loop })).status]).toEqual([loop, 422]);
    expect(await client.ask<Problem>("DELETE", `/api/v1/domains/${GO}`)).toMatchObject({
      body: { code: "domain.in_use" },
    });
  });
});

test("visits to what is not there are orphans, of their host, and of no link", async () => {
  const visits: [host: string, path: string][] = [
    [GO, "/spring-sael"],
    [GO, "/spring-sael?utm_source=mail"],
    [CAPS, "/m%C3%BCll"],
    [NOBODY, "/wp-login.php"],
    [NOBODY, "/"],
    [UNPROVEN, "/early"],
  ];
  for (const [host, path] of visits) await ask(host, path);
  await ask(GO, "/spring-sael", { "User-Agent": "curl/8.5.0" });
  await ask(GO, "/head-only", {}, "HEAD");
  const read = async (query = "") => (await client.get<Orphans>(`/api/v1/stats/orphans${query}`)).body;
  await until(async () =>
    (await read(`?domain=${GO}`)).paths.some(({ visits, path }) => visits === 3 && path === "/spring-sael"),
  );
  const { paths } = await read("?limit=1000");
  const found = Object.fromEntries(
    paths.map(({ host, path, visits, people }) => [host + path, [visits, people]]),
  );
  expect(found).toMatchObject({
    [`${GO}/spring-sael`]: [3, 2],
    [`${CAPS}/müll`]: [1, 1],
    [`${NOBODY}/wp-login.php`]: [1, 1],
    [`${UNPROVEN}/early`]: [1, 1],
  });
  expect(Object.keys(found).filter((name) => name.includes("head-only"))).toEqual([]);
  expect((await read(`?domain=${NOBODY}`)).paths.every(({ host }) => host === NOBODY)).toBe(true);
  const before = (await client.stats({ include: "bots" })).totals.clicks;
  await ask(NOBODY, "/again");
  await until(async () => (await read(`?domain=${NOBODY}`)).paths.some(({ path }) => path === "/again"));
  expect((await client.stats({ include: "bots" })).totals.clicks).toBe(before);
});

test("a proxy may get certificates for the service's own host and for proven ones", async () => {
  const allowed = async (domain: string) =>
    (await fetch(`${server.url}/internal/tls-allowed?domain=${encodeURIComponent(domain)}`)).status;
  for (const domain of [GO, CAPS, "GO.example.com", `${GO}.`, "127.0.0.1"])
    expect([domain, await allowed(domain)]).toEqual([domain, 200]);
  for (const domain of [UNPROVEN, NOBODY, `x.${GO}`, "example.com", "../", " "])
    expect([domain, await allowed(domain)]).toEqual([domain, 404]);
});

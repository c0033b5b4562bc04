import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { until } from "../test/engines.ts";
import { CHROME, click, createClient, type Problem, type ServiceStats } from "./client.ts";
import { endAll, type Server, startServer } from "./server.ts";

// The two calls of the service that Visoli is a drop-in for, as a program written for it makes them: nothing but fetch.
let server: Server;
beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: "1" } });
});
afterAll(endAll);

const authorization = () => ({ Authorization: `Bearer ${server.apiKey}` });

function create(body: unknown): Promise<Response> {
  return fetch(`${server.url}/api/link/create`, {
    method: "POST",
    headers: { ...authorization(), "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function created(body: unknown): Promise<string> {
  const response = await create(body);
  expect(response.status).toBe(201);
  const answer = (await response.json()) as { url: string };
  expect(Object.keys(answer)).toEqual(["url"]);
  return answer.url;
}

async function stats(slug: string, query = ""): Promise<ServiceStats> {
  const response = await fetch(`${server.url}/api/link/${slug}/stats${query}`, { headers: authorization() });
  expect(response.status).toBe(200);
  return (await response.json()) as ServiceStats;
}

const slugOf = (shortUrl: string) => new URL(shortUrl).pathname.slice(1);

describe("POST /api/link/create", () => {
  test("answers 201 with the short URL, which leads there", async () => {
    const shortUrl = await created({ url: "https://example.com/a?b=c#d" });
    expect(shortUrl).toMatch(new RegExp(`^${server.url}/[^/]+$`));
    const response = await click(shortUrl);
    expect([response.status, response.headers.get("location")]).toEqual([302, "https://example.com/a?b=c#d"]);
  });

  test("takes an expiration: 302 before it, 410 after it", async () => {
    const later = await created({ url: "https://example.com/", expiredAt: "2127-12-31T23:59:59.000Z" });
    expect((await click(later)).status).toBe(302);
    const soon = await created({
      url: "https://example.com/",
      expiredAt: new Date(Date.now() + 1_500).toISOString(),
    });
    expect((await click(soon)).status).toBe(302);
    await until(async () => (await click(soon)).status === 410);
    const past = await created({ url: "https://example.com/", expiredAt: "2020-01-01T00:00:00.000Z" });
    expect((await click(past)).status).toBe(410);
  });

  test("passes over fields that it does not know, and refuses what it cannot make a link of", async () => {
    await created({ url: "https://example.com/", campaign: "spring" });
    for (const body of [{}, { url: "example.com" }, { url: "javascript:alert(1)" }, { url: 1 }, []]) {
      const response = await create(body);
      expect([body, response.status]).toEqual([body, 422]);
      expect(((await response.json()) as Problem).code).toBe("request.invalid");
    }
  });

  test("asks for a key", async () => {
    for (const value of ["", "Bearer sk_api_", `Basic ${server.apiKey}`, server.apiKey]) {
      const response = await fetch(`${server.url}/api/link/create`, {
        method: "POST",
        headers: { Authorization: value, "Content-Type": "application/json" },
        body: '{"url":"https://example.com/"}',
      });
      expect(response.status).toBe(401);
    }
  });
});

describe("GET /api/link/SLUG/stats", () => {
  test("tells each click, field by field, of the last 7 days", async () => {
    const shortUrl = await created({ url: "https://example.com/" });
    await click(shortUrl, {
      "X-Forwarded-For": "8.8.8.8",
      Referer: "https://www.example.org/page?private=1",
    });
    const slug = slugOf(shortUrl);
    await until(async () => (await stats(slug)).stats.invocations.length > 0);
    const { stats: found, ...rest } = await stats(slug);
    expect(rest).toEqual({ slug });
    expect(Object.keys(found).sort()).toEqual(["endDate", "invocations", "startDate"]);
    expect(Date.parse(found.endDate) - Date.parse(found.startDate)).toBe(7 * 86_400_000);
    expect(Math.abs(Date.parse(found.endDate) - Date.now())).toBeLessThan(60_000);
    expect(found.invocations).toHaveLength(1);
    expect(found.invocations[0]).toMatchObject({
      continent: "NA",
      country: "US",
      referer: "example.org",
      asn: { asn: 15_169, name: expect.stringContaining("Google") },
      browser: "Chrome",
      os: "Windows",
      deviceType: "desktop",
    });
    expect(Object.keys(found.invocations[0] ?? {}).sort()).toEqual(
      "asn browser city continent country date deviceModel deviceType os referer region".split(" "),
    );
    expect(Object.keys(found.invocations[0]?.asn ?? {}).sort()).toEqual(["asn", "domain", "name", "type"]);
    expect(Date.parse(found.invocations[0]?.date ?? "")).toBeLessThan(Date.now());
  });

  test("tells only clicks between startDate and endDate", async () => {
    const shortUrl = await created({ url: "https://example.com/" });
    const slug = slugOf(shortUrl);
    await click(shortUrl, { "User-Agent": CHROME });
    await Bun.sleep(20);
    const between = new Date().toISOString();
    await Bun.sleep(20);
    await click(shortUrl);
    await createClient(server.url, server.apiKey).statsOf(2, { link: `${new URL(server.url).host}/${slug}` });
    const count = async (query: string) => (await stats(slug, query)).stats.invocations.length;
    expect(await count(`?startDate=${between}`)).toBe(1);
    expect(await count(`?startDate=2020-01-01T00:00:00.000Z&endDate=${between}`)).toBe(1);
    expect(await count("?startDate=2020-01-01T00:00:00.000Z&endDate=2021-01-01T00:00:00.000Z")).toBe(0);
    const echo = await stats(slug, "?startDate=2020-01-01T00:00:00.000Z&endDate=2021-01-01T00:00:00.000Z");
    expect(echo.stats).toMatchObject({
      startDate: "2020-01-01T00:00:00.000Z",
      endDate: "2021-01-01T00:00:00.000Z",
    });
  });

  test("refuses what it cannot answer", async () => {
    const ask = (path: string) => fetch(server.url + path, { headers: authorization() });
    expect((await ask("/api/link/nosuchlink/stats")).status).toBe(404);
    const slug = slugOf(await created({ url: "https://example.com/" }));
    expect((await ask(`/api/link/${slug}/stats?startDate=yesterday`)).status).toBe(422);
    expect(
      (await ask(`/api/link/${slug}/stats?startDate=2021-01-01T00:00:00Z&endDate=2020-01-01T00:00:00Z`))
        .status,
    ).toBe(422);
    expect((await fetch(`${server.url}/api/link/${slug}/stats`)).status).toBe(401);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { until } from "../test/engines.ts";
import { type Client, click, createClient, type Link, type Problem, type RequestHeaders } from "./client.ts";
import { endAll, runAdmin, type Server, startServer } from "./server.ts";

const URL_THERE = "https://example.com/there";
const URL_OVER = "https://example.com/over";
const JSON_ONLY = { Accept: "application/json" };

let server: Server;
let client: Client;
beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: "1" } });
  client = createClient(server.url, server.apiKey);
});
afterAll(endAll);

const create = (input: Record<string, unknown> = {}) => client.createLink({ url: URL_THERE, ...input });
const change = async (link: Link, input: Record<string, unknown>) =>
  (await client.ask("PATCH", `/api/v1/links/${link.id}`, input)).status;
const statusOf = async (link: Link) =>
  (await client.get<{ status: string }>(`/api/v1/links/${link.id}`)).body.status;

/** Status and, where there is one, place. */
async function follow(link: Link, headers: RequestHeaders = {}, method = "GET"): Promise<string> {
  const response = await click(link.shortUrl, headers, method);
  await response.arrayBuffer();
  return [response.status, response.headers.get("location")].filter(Boolean).join(" ");
}

async function codeOf(link: Link): Promise<string> {
  const response = await click(link.shortUrl, JSON_ONLY);
  return ((await response.json()) as Problem).code;
}

function tally(answers: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}

describe("maxClicks", () => {
  test.each([
    [{}, { [`302 ${URL_THERE}`]: 50, 410: 150 }],
    [{ expiredUrl: URL_OVER }, { [`302 ${URL_THERE}`]: 50, [`302 ${URL_OVER}`]: 150 }],
    [
      { redirectStatus: 301, rules: [{ conditions: [], url: URL_OVER }] },
      { [`301 ${URL_OVER}`]: 50, 410: 150 },
    ],
  ])("50 of 200 at once are led on (%j)", async (more, expected) => {
    const link = await create({ maxClicks: 50, ...more });
    expect(tally(await Promise.all(Array.from({ length: 200 }, () => follow(link))))).toEqual(expected);
    expect((await client.statsOf(50, { link: link.id, include: "bots" })).totals.clicks).toBe(50);
  });

  test("SIGKILL in the middle: never one more than there are in all", async () => {
    const [limit, inFlight] = [500, 8];
    const link = await create({ maxClicks: limit });
    let led = 0;
    const work = async (): Promise<void> => {
      for (;;) {
        const answer = await follow(link).catch(() => null);
        // Nobody answers any more, or it took so long to die that all are gone.
        if (answer === null || answer === "410") return;
        expect(answer).toBe(`302 ${URL_THERE}`);
        // All but one go on while it dies.
        if (++led === 50) await server.kill();
      }
    };
    await Promise.all(Array.from({ length: inFlight }, work));
    expect(led).toBeWithin(50, limit + 1);
    server = await server.restart();
    const after = tally(await Promise.all(Array.from({ length: limit }, () => follow(link))));
    led += after[`302 ${URL_THERE}`] ?? 0;
    // Whoever was cut off may have used one up.
    expect(led).toBeWithin(limit - inFlight, limit + 1);
    expect(await follow(link)).toBe("410");
  });

  test("HEAD, the preview, social networks and tests use nothing up, and learn no place", async () => {
    const link = await create({ maxClicks: 1 });
    const preview = { ...link, shortUrl: `${link.shortUrl}+` };
    for (let count = 0; count < 3; count++) {
      expect(await follow(link, {}, "HEAD")).toBe("302");
      expect(await (await click(preview.shortUrl)).text()).not.toContain("example.com");
      const card = await click(link.shortUrl, { "User-Agent": "WhatsApp/2.23.20.0" });
      expect([card.status, (await card.text()).includes("example.com")]).toEqual([200, false]);
      await client.post(`/api/v1/links/${link.id}/test`, {});
    }
    expect(await follow(link)).toBe(`302 ${URL_THERE}`);
    expect(await Promise.all([follow(link), follow(link, {}, "HEAD"), follow(preview)])).toEqual([
      "410",
      "410",
      "410",
    ]);
    expect(await change(link, { maxClicks: 2 })).toBe(200);
    expect([await follow(link), await follow(link)]).toEqual([`302 ${URL_THERE}`, "410"]);
  });
});

describe("a password", () => {
  const PASSWORD = "Größe & Maß";
  const send = (link: Link, password: string, headers: RequestHeaders = {}) =>
    fetch(`${link.shortUrl}?a=b`, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams({ password }),
    });
  const cookieOf = (response: Response) => response.headers.get("set-cookie")?.split(";")[0] ?? "";

  test("is asked for, wrong, right, kept for 15 minutes, and void once it changes", async () => {
    const link = await create({ password: PASSWORD, url: URL_THERE });
    const other = await create({ password: PASSWORD });
    const page = await click(link.shortUrl);
    expect([page.status, page.headers.get("cache-control")]).toEqual([401, "no-store"]);
    expect(await page.text()).toMatch(/<form method="post">(?!.*example\.com)/s);
    expect(await codeOf(link)).toBe("link.password_required");
    const wrong = await send(link, "größe & maß");
    expect([wrong.status, wrong.headers.get("set-cookie")]).toEqual([401, null]);
    expect(await wrong.text()).toContain("This is not the password");
    const right = await send(link, PASSWORD);
    expect([right.status, right.headers.get("location")]).toEqual([303, `/${link.slug}?a=b`]);
    expect(right.headers.get("set-cookie")).toMatch(/; Path=\/; Max-Age=900; HttpOnly; SameSite=Lax$/);
    const Cookie = cookieOf(right);
    expect(await follow(link, { Cookie })).toBe(`302 ${URL_THERE}`);
    expect(await follow(link)).toBe("401");
    expect(await follow(other, { Cookie })).toBe("401");
    expect(await change(link, { password: "another one" })).toBe(200);
    expect(await follow(link, { Cookie })).toBe("401");
    expect(await change(link, { password: null })).toBe(200);
    expect(await follow(link)).toBe(`302 ${URL_THERE}`);
    expect((await client.statsOf(2, { link: link.id })).totals.clicks).toBe(2);
  });

  test("five wrong ones, then not even the right one is looked at; others may still try", async () => {
    const link = await create({ password: PASSWORD });
    const from = (address: string) => ({ "X-Forwarded-For": address });
    const statuses: number[] = [];
    for (let count = 0; count < 5; count++)
      statuses.push((await send(link, "wrong", from("192.0.2.1"))).status);
    const refused = await send(link, PASSWORD, from("192.0.2.1"));
    expect([...statuses, refused.status]).toEqual([401, 401, 401, 401, 401, 429]);
    expect(Number(refused.headers.get("retry-after"))).toBeWithin(1, 901);
    expect((await send(link, PASSWORD, from("192.0.2.2"))).status).toBe(303);
  });

  test("a form of another page is not read, and what is no form is refused", async () => {
    const link = await create({ password: PASSWORD });
    expect((await send(link, PASSWORD, { Origin: "https://evil.example" })).status).toBe(401);
    expect((await send(link, PASSWORD, { Origin: server.url })).status).toBe(303);
    expect((await send(link, PASSWORD, { "Content-Type": "text/plain" })).status).toBe(415);
    expect((await send(link, "x".repeat(5_000))).status).toBe(413);
    expect((await send(await create(), PASSWORD)).status).toBe(405);
  });
});

describe("states", () => {
  const FUTURE = "2999-01-01T00:00:00Z";
  const PAST = "2020-01-01T00:00:00Z";
  const THERE = `302 ${URL_THERE}`;
  const STATES: [input: Record<string, unknown>, answer: string, code: string, status: string][] = [
    [{ startsAt: PAST, expiresAt: FUTURE }, THERE, "", "active"],
    [{ startsAt: FUTURE }, "404", "link.not_started", "scheduled"],
    [{ expiresAt: PAST }, "410", "link.expired", "expired"],
    [{ expiresAt: PAST, expiredUrl: URL_OVER }, `302 ${URL_OVER}`, "", "expired"],
    [{ disabled: true }, "404", "link.disabled", "disabled"],
    [{ disabled: true, expiresAt: PAST, expiredUrl: URL_OVER }, "404", "link.disabled", "disabled"],
    [{ archived: true }, THERE, "", "archived"],
  ];

  test.each(STATES)("%j: %s", async (input, answer, code, status) => {
    const made = await create(input);
    const changed = await create();
    expect(await follow(changed)).toBe(THERE);
    expect(await change(changed, input)).toBe(200);
    for (const link of [made, changed]) {
      expect([await follow(link), await follow(link, {}, "HEAD"), await statusOf(link)]).toEqual([
        answer,
        answer,
        status,
      ]);
      if (code) expect(await codeOf(link)).toBe(code);
    }
    const back = { startsAt: null, expiresAt: null, expiredUrl: null, disabled: false, archived: false };
    expect(await change(changed, back)).toBe(200);
    expect([await follow(changed), await statusOf(changed)]).toEqual([THERE, "active"]);
  });

  test("blocked by the operator: 403 whatever else the link is, until it is let go", async () => {
    const link = await create({ password: "password", expiredUrl: URL_OVER });
    const admin = async (...words: string[]) =>
      expect(await runAdmin(server, {}, ...words)).toMatchObject({ exitCode: 0, stderr: "" });
    await admin("links", "block", link.shortUrl, "--reason", "phishing");
    await until(async () => (await follow(link)) === "403");
    expect([await codeOf(link), await statusOf(link)]).toEqual(["link.blocked", "blocked"]);
    expect(await change(link, { password: null, expiresAt: PAST })).toBe(200);
    expect(await follow(link)).toBe("403");
    expect(await (await click(link.shortUrl)).text()).not.toContain("example.com");
    await admin("links", "unblock", link.shortUrl);
    await until(async () => (await follow(link)) === `302 ${URL_OVER}`);
  });

  test("what is permanent may be kept for 90 s, unless it is limited; the rest never", async () => {
    const cacheOf = async (input: Record<string, unknown>) => {
      const response = await click((await create(input)).shortUrl);
      return [response.status, response.headers.get("cache-control"), response.headers.get("x-robots-tag")];
    };
    for (const redirectStatus of [301, 308]) {
      expect(await cacheOf({ redirectStatus })).toEqual([redirectStatus, "private, max-age=90", "noindex"]);
      expect(await cacheOf({ redirectStatus, maxClicks: 9 })).toEqual([
        redirectStatus,
        "private, no-store",
        "noindex",
      ]);
    }
    for (const redirectStatus of [302, 307])
      expect(await cacheOf({ redirectStatus, noindex: false })).toEqual([
        redirectStatus,
        "private, no-store",
        null,
      ]);
  });
});

import { expect, test } from "bun:test";
import { appOver, ask, forEachDatabase, type World } from "../../../../test/context.ts";
import { givePlan } from "../../../../test/plans.ts";

const NAMES = ["ratelimit-policy", "ratelimit", "x-ratelimit-limit", "x-ratelimit-remaining"] as const;

/** All of them, with the seconds until the reset as N: they are the same everywhere, and at most a minute. */
function rateOf({ headers }: Response): string[] {
  const reset = headers.get("x-ratelimit-reset") ?? "";
  expect(Number(reset)).toBeWithin(1, 61);
  expect(headers.get("ratelimit")).toEndWith(`;t=${reset}`);
  return [...NAMES.map((name) => `${headers.get(name)}`.replace(/;t=\d+$/, ";t=N")), "N"];
}

const usual = (limit: number, left: number) => [
  `"default";q=${limit};w=60`,
  `"default";r=${left};t=N`,
  `${limit}`,
  `${left}`,
  "N",
];
const byAddress = (left: number) => usual(10_000, left).map((text) => text.replace("default", "address"));

const get = (world: World, path: string, key?: string, headers = {}) =>
  ask(world, "GET", `/api/v1${path}`, { key, headers });

forEachDatabase("how often a key may ask", (world) => {
  test("on Pro 120 times a minute; the next is told when to come back, and another key is not held up", async () => {
    await givePlan(world(), world().operator.workspaceId, "pro");
    const [{ text: key }, { text: other }] = [await world().key(), await world().key()];
    for (let left = 119; left >= 0; left--)
      expect(rateOf(await get(world(), "/tags", key))).toEqual(usual(120, left));
    const refused = await get(world(), "/tags", key);
    expect([refused.status, rateOf(refused)]).toEqual([429, usual(120, 0)]);
    expect(refused.headers.get("retry-after")).toBe(refused.headers.get("x-ratelimit-reset"));
    expect(await refused.json()).toMatchObject({ code: "request.rate_limited" });
    expect(rateOf(await get(world(), "/tags", other))).toEqual(usual(120, 119));
  });

  test("many at once are as many as one after the other", async () => {
    await givePlan(world(), world().operator.workspaceId, "pro");
    const { text: key } = await world().key();
    const answers = await Promise.all(Array.from({ length: 150 }, () => get(world(), "/tags", key)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(120);
    const lefts = answers.map((answer) => Number(answer.headers.get("x-ratelimit-remaining")));
    expect(lefts.sort((a, b) => b - a)).toEqual([
      ...Array.from({ length: 120 }, (_, place) => 119 - place),
      ...Array(30).fill(0),
    ]);
  });

  test("another plan holds at once, and what was asked before counts", async () => {
    const { workspaceId } = world().operator;
    const { text: key } = await world().key();
    const endless = usual(1_000_000_000, 999_999_999);
    expect(rateOf(await get(world(), "/tags", key))).toEqual(endless);
    await givePlan(world(), workspaceId, "enterprise");
    expect(rateOf(await get(world(), "/tags", key))).toEqual(usual(1_200, 1_198));
    await givePlan(world(), workspaceId, "free");
    const refused = await get(world(), "/tags", key);
    expect([refused.status, rateOf(refused)]).toEqual([402, usual(60, 57)]);
    expect(await refused.json()).toMatchObject({
      ...{ code: "plan.feature_required", plan: "free", upgradeTo: "pro" },
      detail: "The plan free has no access by API keys. The plan pro has more",
    });
    await givePlan(world(), workspaceId, null);
    expect((await get(world(), "/tags", key)).status).toBe(200);
  });

  test("every answer says so: problems of all kinds, streams, what is unchanged, and the drop-in's", async () => {
    await givePlan(world(), world().operator.workspaceId, "enterprise");
    const { text: key } = await world().key();
    const { text: weak } = await world().key("tags:read" as never);
    const statuses: number[] = [];
    const has = async (answer: Response, left: number) => {
      statuses.push(answer.status);
      expect(rateOf(answer)).toEqual(usual(1_200, left));
      await answer.body?.cancel();
    };
    await has(await get(world(), "/nothing", key), 1_199);
    await has(await get(world(), "/links/lnk_none", key), 1_198);
    await has(await ask(world(), "POST", "/api/v1/links", { key, body: {} }), 1_197);
    await has(await ask(world(), "POST", "/api/v1/links", { key, body: "{" }), 1_196);
    await has(await ask(world(), "PUT", "/api/v1/links", { key, body: {} }), 1_195);
    await has(await get(world(), "/clicks/stream", key), 1_194);
    await has(
      await ask(world(), "POST", "/api/link/create", { key, body: { url: "https://a.example" } }),
      1_193,
    );
    await has(await ask(world(), "GET", "/api/link/none/stats", { key }), 1_192);
    await has(await get(world(), "/links", weak), 1_199);
    expect(statuses).toEqual([404, 404, 422, 400, 405, 200, 201, 404, 403]);
  });

  test("where nobody knows who asks, the address is counted: not by what it claims, and nothing of a key", async () => {
    const fresh: World = { ...world() };
    const { windows, ...rest } = fresh.ctx;
    let added: string[] = [];
    const watched = {
      ...windows,
      add: (name: string, durationS: number) => {
        added.push(name);
        return windows.add(name, durationS);
      },
    };
    const ctx = { ...rest, windows: watched, visitors: { ...rest.visitors, secret: crypto.randomUUID() } };
    fresh.app = appOver(ctx, fresh.database, fresh.apiLog);
    const forwarded = { "X-Forwarded-For": "192.0.2.77" };
    expect(rateOf(await get(fresh, "/tags", undefined, forwarded))).toEqual(byAddress(9_999));
    expect(rateOf(await get(fresh, "/tags", "sk_api_wrong", forwarded))).toEqual(byAddress(9_998));
    expect(rateOf(await ask(fresh, "GET", "/api/nothing"))).toEqual(byAddress(9_997));
    const document = await ask(fresh, "GET", "/api/openapi.json");
    expect([document.status, rateOf(document)]).toEqual([200, byAddress(9_996)]);
    expect(added.join()).not.toContain("192.0.2");
    expect(new Set(added).size).toBe(1);
    added = [];
    await get(fresh, "/tags", (await fresh.key()).text);
    expect(added).toHaveLength(1);
    expect(added[0]).toStartWith(`rate:${fresh.operator.workspaceId}:key_`);
  });

  test("an address that has asked too often without a key is refused; a key is not", async () => {
    const fresh: World = { ...world() };
    const full = { count: 10_001, msLeft: 42_000 };
    const { windows } = fresh.ctx;
    const add = async (name: string, s: number) => (name.includes("address") ? full : windows.add(name, s));
    fresh.app = appOver({ ...fresh.ctx, windows: { ...windows, add } }, fresh.database, fresh.apiLog);
    for (const key of [undefined, "sk_api_wrong"]) {
      const refused = await get(fresh, "/tags", key);
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "42"]);
      expect(await refused.json()).toMatchObject({ code: "request.rate_limited" });
    }
    expect((await get(fresh, "/tags", (await fresh.key()).text)).status).toBe(200);
  });
});

import { afterEach, beforeEach, expect, test } from "bun:test";
import fc from "fast-check";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import { CRAWLER, HUMAN, NOW, openRig, type Rig } from "../../../../test/redirect.ts";
import { CLICK_ID_SQL } from "../analytics/questions/click-columns.ts";
import type { LinkSettings } from "../db/link-settings.ts";
import { clickIdOf } from "../lib/click-id.ts";
import { withParameter } from "./click-id.ts";

forEachDatabase("a link that tells the click's id", (world) => {
  let rig: Rig;
  let slugs = 0;
  beforeEach(async () => {
    rig = await openRig(world().database, world().ctx.config.database.kind);
  });
  afterEach(() => rig.close());
  const IPHONE =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
  const newId = () => clickIdOf("secret", { workspaceId: rig.workspaceId, at: NOW, nonce: 7 });
  async function go(url: string, options: LinkSettings, path = "", init: RequestInit = {}) {
    const slug = `told${slugs++}`;
    await rig.add(slug, { url, options: { clickIdParameter: "vsl_id", ...options } });
    rig.visits.length = 0;
    const headers = { "User-Agent": HUMAN, ...(init.headers as Record<string, string>) };
    return rig.ask(`/${slug}${path}`, { ...init, headers });
  }
  const locationOf = async (...asked: Parameters<typeof go>) => (await go(...asked)).headers.get("location");

  test("adds it to the destination, and the click is recorded as that one", async () => {
    expect(await locationOf("https://example.com/a?b=%20c#d", {})).toBe(
      `https://example.com/a?b=%20c&vsl_id=${newId()}#d`,
    );
    expect(rig.visits).toMatchObject([{ at: NOW, nonce: 7 }]);
  });

  test("replaces what the visitor or the destination says by that name", async () => {
    const forged = "?vsl_id=clk_000000000000000000000000&x=1&vsl%5Fid=2";
    expect(await locationOf("https://example.com/?vsl_id=own", { forwardQuery: true }, forged)).toBe(
      `https://example.com/?x=1&vsl_id=${newId()}`,
    );
  });

  test("whatever decides where it goes", async () => {
    const split = [
      { url: "https://a.example/", weight: 1 },
      { url: "https://a.example/", weight: 1 },
    ];
    for (const rules of [
      [{ conditions: [], url: "https://a.example/" }],
      [{ conditions: [], split }],
    ] as unknown as LinkSettings["rules"][])
      expect(await locationOf("https://b.example/", { ...(rules && { rules }) })).toBe(
        `https://a.example/?vsl_id=${newId()}`,
      );
    const app = await go("https://b.example/", { ios: "shop://item/1" }, "", {
      headers: { "User-Agent": IPHONE },
    });
    const page = await app.text();
    expect(page).toContain(`shop://item/1?vsl_id=${newId()}`);
    expect(page).toContain(`https://b.example/?vsl_id=${newId()}`);
    const framed = await (await go("https://b.example/", { cloak: true })).text();
    expect(framed).toContain(`https://b.example/?vsl_id=${newId()}`);
  });

  test("asks browsers not to keep a permanent redirect", async () => {
    const { headers } = await go("https://example.com/", { redirectStatus: 301 });
    expect(headers.get("cache-control")).toBe("private, no-store");
  });

  test("but not to HEAD, previews, cards and whoever opted out", async () => {
    const plain = "https://example.com/";
    expect(await locationOf(plain, {}, "", { method: "HEAD" })).toBe(plain);
    expect(await locationOf(plain, {}, "", { headers: { "Sec-GPC": "1" } })).toBe(plain);
    expect(await locationOf(plain, { trackVisitors: false })).toBe(plain);
    expect(rig.visits[0]?.nonce).toBeUndefined();
    for (const asked of [
      await go(plain, {}, "+"),
      await go(plain, { preview: { title: "x" } }, "", { headers: { "User-Agent": CRAWLER } }),
    ])
      expect(await asked.text()).not.toContain("clk_");
  });

  test("a link without it records as ever", async () => {
    await rig.add("untold", { url: "https://example.com/?vsl_id=own", options: { forwardQuery: true } });
    rig.visits.length = 0;
    expect((await rig.ask("/untold")).headers.get("location")).toBe("https://example.com/?vsl_id=own");
    expect(rig.visits[0]?.nonce).toBeUndefined();
  });
});

forEachAnalytics("the id of a click", (suite) => {
  test("is what the click store makes of its row", async () => {
    const rows = [
      click({ at: NOW, nonce: 0, workspace: "ws_ids" }),
      click({ at: NOW + 1, nonce: 4_294_967_295, workspace: "ws_ids" }),
    ];
    await suite.analytics.insertClicks(fileOf(linesOf(rows)), "click-ids");
    const found = await suite.analytics.query<{ id: string }>(
      `select ${CLICK_ID_SQL} as id from ${suite.analytics.clicks} where workspace = 'ws_ids' order by at`,
      { clickSecret: "s'ä" },
    );
    expect(found.map(({ id }) => id)).toEqual(
      rows.map(({ at, nonce, workspace }) => clickIdOf("s'ä", { at, nonce, workspaceId: workspace })),
    );
  });
});

test("a parameter is added to any web address, and read as it was given; all others are as they were", () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const before = new URL(url);
      const after = new URL(withParameter(url, "vsl_id", "clk_1"));
      expect(after.searchParams.getAll("vsl_id")).toEqual(["clk_1"]);
      expect([after.origin, after.pathname, after.hash]).toEqual([
        before.origin,
        before.pathname,
        before.hash,
      ]);
      after.searchParams.delete("vsl_id");
      before.searchParams.delete("vsl_id");
      expect([...after.searchParams].filter(([name]) => name !== "")).toEqual(
        [...before.searchParams].filter(([name]) => name !== ""),
      );
    }),
  );
  expect(withParameter("mailto:a@example.com", "x", "1")).toBe("mailto:a@example.com");
  expect(withParameter("https://example.com?", "x", "1")).toBe("https://example.com?x=1");
});

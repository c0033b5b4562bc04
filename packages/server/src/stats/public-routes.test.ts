import { expect, test } from "bun:test";
import type { Problem } from "@visoli/contract/errors";
import {
  type PublicStatisticsData,
  PublicStatisticsDataSchema,
  PublicStatisticsSchema,
} from "@visoli/contract/public-stats";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { addFolder, askJson, makeLink } from "../../../../test/links.ts";
import { blockLink } from "../abuse/block-link.ts";
import type { ClickRow } from "../analytics/row.ts";
import { purgeLinks } from "../db/trash.ts";
import { closeWorkspace } from "../db/workspace-end.ts";
import { DAY_MS, MINUTE_MS } from "../lib/time.ts";

let inserts = 0;
const dataOf = async (response: Response) => (await response.json()) as PublicStatisticsData;

forEachDatabase("public statistics", (world) => {
  async function addClicks(link: string, rows: Partial<ClickRow>[]): Promise<void> {
    const { workspaceId } = world().operator;
    const all = rows.map((row) => click({ workspace: workspaceId, link, at: world().clock.now - 1, ...row }));
    await world().ctx.analytics.insertClicks(fileOf(linesOf(all)), `public-${process.pid}-${inserts++}`);
  }
  const pathOf = (url: string) => new URL(url).pathname;
  const see = (url: string, headers: Record<string, string> = {}) =>
    ask(world(), "GET", url.replace("http://localhost:3000", ""), { headers });
  async function publish(reference: string, body: object = {}) {
    const { text } = await world().key();
    return askJson(world(), text, "POST", `/links/${reference}/public-statistics`, body);
  }

  test("are seen by everybody who knows the address, and by nobody once they are taken back", async () => {
    const { text: key } = await world().key();
    const link = await makeLink(world(), { title: "Spring & sale" });
    await addClicks(link.id, [
      { country: "DE", referrer: "news.example", device: "mobile", browser: "Firefox", visitor: 1 },
      { country: "DE", device: "desktop", visitor: 2, at: world().clock.now - 2 * DAY_MS },
      { country: "DE", class: "bot", bot: "curl", visitor: 3 },
      { country: "AT", trigger: "qr", visitor: 4 },
    ]);
    const path = `/links/${link.id}/public-statistics`;
    expect((await askJson(world(), key, "GET", path)).body.code).toBe("public_statistics.not_found");
    const made = await askJson(world(), key, "POST", path, {});
    expect(made.status).toBe(201);
    expect(PublicStatisticsSchema.parse(made.body)).toEqual(made.body);
    expect(pathOf(made.body.url)).toMatch(/^\/stats\/[0-9A-Za-z]{22,}$/);
    expect((await askJson(world(), key, "GET", path)).body).toEqual(made.body);

    const json = await see(`${made.body.url}.json`);
    const data = await dataOf(json);
    expect(PublicStatisticsDataSchema.parse(data)).toEqual(data);
    expect(data.link).toEqual({ title: "Spring & sale", shortUrl: link.shortUrl });
    expect(data.totals).toEqual({ clicks: 2, scans: 1, visitors: 3 });
    expect(data.series).toHaveLength(30);
    expect(data.countries?.top).toEqual([
      { country: "DE", clicks: 2, scans: 0, visitors: 2 },
      { country: "AT", clicks: 0, scans: 1, visitors: 1 },
    ]);
    // The very numbers that the owner has.
    const own = await askJson(
      world(),
      key,
      "GET",
      `/stats?link=${link.id}&period=30d&interval=day&metrics=clicks,scans,visitors`,
    );
    expect(data.series).toEqual(own.body.series);

    const page = await see(made.body.url);
    const html = await page.text();
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.headers.get("x-robots-tag")).toBe("noindex");
    expect(page.headers.get("cache-control")).toBe("private, max-age=60");
    expect(page.headers.get("content-security-policy")).not.toContain("script-src");
    expect(html).not.toMatch(/<script|style="/);
    for (const part of [
      "Spring &amp; sale",
      "Germany",
      "Austria",
      "news.example",
      "Direct or unknown",
      "Firefox",
    ])
      expect(html).toContain(part);
    expect(html).not.toContain(link.url);
    expect(html).not.toContain(link.id);

    const removed = await askJson(world(), key, "DELETE", path);
    expect(removed.status).toBe(204);
    for (const url of [made.body.url, `${made.body.url}.json`]) expect((await see(url)).status).toBe(404);
    expect((await askJson(world(), key, "DELETE", path)).body.code).toBe("public_statistics.not_found");
  });

  test("made anew they have a new address; a repeated request makes one", async () => {
    const { text: key } = await world().key();
    const link = await makeLink(world());
    const path = `/links/${link.id}/public-statistics`;
    const headers = { "Idempotency-Key": "one" };
    const [first, again] = [
      await askJson(world(), key, "POST", path, {}, headers),
      await askJson(world(), key, "POST", path, {}, headers),
    ];
    expect(again.body).toEqual(first.body);
    const second = await askJson(world(), key, "POST", path, { show: [] });
    expect(second.body.url).not.toBe(first.body.url);
    expect((await see(first.body.url)).status).toBe(404);
    expect((await see(second.body.url)).status).toBe(200);
    const { ctx, operator } = world();
    const audited = await ctx.db
      .selectFrom("audit_log")
      .select(["action", "changes"])
      .where("workspace_id", "=", operator.workspaceId)
      .where("action", "like", "link.%statistics")
      .execute();
    expect(audited.map(({ action }) => action)).toEqual([
      "link.publish_statistics",
      "link.publish_statistics",
    ]);
    const token = second.body.url.split("/").at(-1);
    expect(JSON.stringify(audited)).not.toContain(token);
    const events = await ctx.db
      .selectFrom("outbox")
      .selectAll()
      .where("workspace_id", "=", operator.workspaceId)
      .execute();
    expect(events.filter(({ type }) => type === "link.statistics_published")).toHaveLength(2);
    expect(JSON.stringify(events)).not.toContain(token);
  });

  test("show the parts that the owner wants, in the period and language of whoever looks", async () => {
    const link = await makeLink(world());
    await addClicks(link.id, [
      { country: "DE", browser: "Firefox" },
      { country: "FR", browser: "Firefox", visitor: 2, at: world().clock.now - 60 * DAY_MS },
    ]);
    const { url } = (await publish(link.id, { show: ["countries"], timezone: "Europe/Berlin" })).body;
    const read = async (query: string) => dataOf(await see(`${url}.json${query}`));
    const month = await read("");
    expect(Object.keys(month).sort()).toEqual([
      "countries",
      "end",
      "link",
      "period",
      "start",
      "timezone",
      "totals",
    ]);
    expect([month.period, month.timezone, month.totals.clicks]).toEqual(["30d", "Europe/Berlin", 1]);
    expect((await read("?period=90d")).totals.clicks).toBe(2);
    expect((await read("?period=all")).totals.clicks).toBe(2);
    const faulty = await see(`${url}.json?period=1y`);
    expect([faulty.status, ((await faulty.json()) as Problem).errors?.[0]?.path]).toEqual([422, "period"]);
    const german = await (
      await see(`${url}?period=nonsense`, { "Accept-Language": "de-AT,en;q=0.5" })
    ).text();
    expect(german).toContain('<html lang="de">');
    expect(german).toContain("Deutschland");
    expect(german).not.toContain("Firefox");
    expect(await (await see(url, { "Accept-Language": "fr" })).text()).toContain('<html lang="en">');
    expect((await publish(link.id, { show: ["cities"], timezone: "Mars" })).body.errors).toMatchObject([
      { path: "show.0" },
      { path: "timezone" },
    ]);
  });

  test("heavy reloads count once a minute", async () => {
    const link = await makeLink(world());
    await addClicks(link.id, [{}]);
    const { url } = (await publish(link.id)).body;
    const clicks = async () => (await dataOf(await see(`${url}.json`))).totals.clicks;
    expect(await Promise.all([clicks(), clicks(), clicks()])).toEqual([1, 1, 1]);
    await addClicks(link.id, [{ visitor: 5, at: world().clock.now - 2 }]);
    expect(await clicks()).toBe(1);
    world().clock.now += MINUTE_MS;
    expect(await clicks()).toBe(2);
  });

  test("end with the link: deleted, blocked or purged, and with the workspace; they come back with it", async () => {
    const { ctx, operator } = world();
    const { text: key } = await world().key();
    const link = await makeLink(world());
    const { url } = (await publish(link.id)).body;
    const status = async () => (await see(url)).status;
    expect(await status()).toBe(200);
    await askJson(world(), key, "DELETE", `/links/${link.id}`);
    expect(await status()).toBe(404);
    await askJson(world(), key, "POST", `/links/${link.id}/restore`);
    expect(await status()).toBe(200);
    await blockLink(ctx, operator, { link: link.id, reason: "phishing" });
    expect(await status()).toBe(404);
    await ctx.db.updateTable("links").set({ blocked_at: null }).where("id", "=", link.id).execute();
    expect(await status()).toBe(200);
    const second = await makeLink(world());
    const { url: other } = (await publish(second.id)).body;
    const before = (await countRows(world())).public_statistics ?? 0;
    await ctx.db.transaction().execute((trx) => purgeLinks(trx, [link.id]));
    expect(await status()).toBe(404);
    expect((await countRows(world())).public_statistics).toBe(before - 1);
    const { workspaceId } = operator;
    await ctx.db.transaction().execute((trx) => closeWorkspace(trx, workspaceId, ctx.now()));
    expect((await see(other)).status).toBe(404);
  });

  test("are made by those who may change the link and see its statistics", async () => {
    const link = await makeLink(world());
    const path = `/links/${link.id}/public-statistics`;
    const refused = async (key: { text: string }, method: string, of = path) => {
      const { status, body } = await askJson(
        world(),
        key.text,
        method,
        of,
        method === "POST" ? {} : undefined,
      );
      return [status, body.code];
    };
    for (const scope of ["links:write", "stats:read"] as const)
      expect(await refused(await world().key(scope), "POST")).toEqual([403, "auth.missing_scope"]);
    const reader = await world().key("links:read", "stats:read");
    expect(await refused(reader, "GET")).toEqual([404, "public_statistics.not_found"]);
    expect(await refused(await (await world().stranger()).key(), "POST")).toEqual([404, "link.not_found"]);
    const [hidden, readable] = [
      await addFolder(world(), "A", "none"),
      await addFolder(world(), "B", "viewer"),
    ];
    const outsider = await world().key();
    const inFolder = async (folder: string) =>
      `/links/${(await makeLink(world(), { folder })).id}/public-statistics`;
    expect(await refused(outsider, "POST", await inFolder(hidden))).toEqual([404, "link.not_found"]);
    expect(await refused(outsider, "POST", await inFolder(readable))).toEqual([403, "folder.forbidden"]);
  });

  test("a wrong address is 404, in the same words, and whoever asks too often waits", async () => {
    const link = await makeLink(world());
    const { url } = (await publish(link.id)).body as { url: string };
    const wrong = [
      `${url.slice(0, -1)}`,
      `${url}x`,
      `${url.slice(0, -1)}-`,
      "/stats/%27%20or%201",
      "/stats/.json",
    ];
    for (const address of wrong) expect([address, (await see(address)).status]).toEqual([address, 404]);
    const statuses = new Set<number>();
    for (let asked = 0; asked < 125; asked++) {
      const response = await see("/stats/none");
      statuses.add(response.status);
      if (response.status === 429) expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(statuses).toEqual(new Set([404, 429]));
  });
});

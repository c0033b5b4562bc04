import { beforeEach, describe, expect, test } from "bun:test";
import { canEmbed } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import { askJson, makeLink } from "../../../../test/links.ts";
import { givePlan } from "../../../../test/plans.ts";

const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();

describe.skipIf(!canEmbed())("statistics by plan", () => {
  forEachDatabase("", (world) => {
    let key: string;
    beforeEach(async () => {
      key = (await world().key()).text;
    });
    const get = (path: string) => askJson(world(), key, "GET", path);
    const statusOf = async (path: string) => (await get(path)).status;
    /** A plan with an API, and this much of statistics. */
    const give = async (plan: string) => {
      await givePlan(world(), world().operator.workspaceId, plan);
    };
    /** Clicks of the month, on a link of the workspace's. */
    const clicked = async (count: number) => {
      const { id, slug } = await makeLink(world());
      const { workspaceId: workspace } = world().operator;
      const rows = Array.from({ length: count }, () =>
        click({
          ...{ workspace, link: id, slug, at: world().clock.now - DAY },
          ...{ continent: "EU", country: "DE", region: "Berlin", city: "Berlin", referrer: "a.example" },
          ...{ asn: 64_500, as_name: "Example", as_domain: "example.net", as_type: "isp" },
          ...{ browser: "Firefox", os: "Linux", device_model: "Model", device: "mobile" },
        }),
      );
      await world().ctx.analytics.insertClicks(fileOf(linesOf(rows)), workspace);
      return slug;
    };

    const BASIC = [
      "",
      "?interval=day",
      "?interval=week",
      "?groupBy=country",
      "?groupBy=referrer&interval=day",
    ];
    const MORE = [
      "?groupBy=city",
      "?groupBy=country,device",
      "?interval=hour",
      "?browser=Firefox",
      "?lists=os",
    ];
    const FULL = ["/clicks", "/clicks/export?format=csv", "/clicks/stream"];

    test("basic: totals, days, countries and referrers; the answer says who has more", async () => {
      // A plan of the file may have an API and little else: a person on Free is told the same.
      world().ctx.config.plans = { ...world().ctx.config.plans, small: SMALL };
      await give("small");
      for (const query of BASIC) expect([query, await statusOf(`/stats${query}`)]).toEqual([query, 200]);
      for (const query of MORE) {
        const { status, body } = await get(`/stats${query}`);
        expect([query, status, body.code, body.upgradeTo]).toEqual([
          query,
          402,
          "plan.feature_required",
          "pro",
        ]);
      }
      for (const path of FULL) {
        const { status, body } = await get(path);
        expect([path, status, body.upgradeTo]).toEqual([path, 402, "enterprise"]);
      }
      expect((await get("/stats?groupBy=city")).body.detail).toBe(
        "The plan small has no breakdowns by city. The plan pro has more",
      );
    });

    test("Pro: all breakdowns, but no single clicks; Enterprise: those, too", async () => {
      await give("pro");
      for (const query of [...BASIC, ...MORE])
        expect([query, await statusOf(`/stats${query}`)]).toEqual([query, 200]);
      for (const path of FULL) expect([path, await statusOf(path)]).toEqual([path, 402]);
      await give("enterprise");
      for (const path of FULL.slice(0, 2)) {
        const response = await world().app.request(`/api/v1${path}`, {
          headers: { Authorization: `Bearer ${key}` },
        });
        expect([path, response.status]).toEqual([path, 200]);
        await response.body?.cancel();
      }
    });

    test("no further back than the plan has; what began with a day is let pass", async () => {
      await give("pro");
      const since = (days: number) => `start=${iso(world().clock.now - days * DAY)}`;
      expect(await statusOf(`/stats?${since(365)}`)).toBe(200);
      expect(await statusOf(`/stats?${since(366)}`)).toBe(200);
      const { status, body } = await get(`/stats?${since(367)}`);
      expect([status, body.code, body.upgradeTo]).toEqual([402, "plan.feature_required", "enterprise"]);
      expect(body.detail).toContain("the last 365 days only");
      for (const name of ["24h", "30d", "12mo", "ytd", "all"])
        expect([name, await statusOf(`/stats?period=${name}`)]).toEqual([name, 200]);
      expect(await statusOf(`/stats?${since(200)}&compare=previous`)).toBe(402);
      expect(await statusOf(`/stats/orphans?${since(400)}`)).toBe(402);
      await give("enterprise");
      expect(await statusOf(`/stats?${since(1_000)}`)).toBe(200);
      expect(await statusOf(`/clicks?${since(1_000)}`)).toBe(200);
      expect(await statusOf(`/clicks?${since(1_200)}`)).toBe(402);
      expect((await get(`/stats?${since(1_200)}`)).body.upgradeTo).toBeNull();
    });

    test("the drop-in's call tells on Pro what Pro has, and on Enterprise every field", async () => {
      const slug = await clicked(1);
      const told = async (query = "") => {
        const response = await world().app.request(`/api/link/${slug}/stats${query}`, {
          headers: { Authorization: `Bearer ${key}` },
        });
        const body = (await response.json()) as { stats: { invocations: object[] } };
        return { status: response.status, first: body.stats?.invocations[0] };
      };
      const date = iso(world().clock.now - DAY);
      const pro = {
        ...{ date, continent: "EU", country: "DE", referer: "a.example" },
        ...{ browser: "Firefox", os: "Linux", deviceType: "mobile" },
      };
      const nobody = { asn: null, name: null, domain: null, type: null };
      await give("pro");
      expect((await told()).first).toEqual({
        ...pro,
        region: null,
        city: null,
        deviceModel: null,
        asn: nobody,
      });
      const old = `?startDate=${iso(world().clock.now - 400 * DAY)}`;
      expect((await told(old)).status).toBe(402);
      for (const plan of ["enterprise", "unlimited"]) {
        await give(plan);
        const asn = { asn: 64_500, name: "Example", domain: "example.net", type: "isp" };
        const all = { ...pro, region: "Berlin", city: "Berlin", deviceModel: "Model", asn };
        expect((await told()).first).toEqual(all);
        expect((await told(old)).status).toBe(200);
      }
    });

    test("once the clicks of the month are spent: no more links, and statistics are basic; a new month begins anew", async () => {
      world().ctx.config.plans = { ...world().ctx.config.plans, few: { ...SMALL, ...FEW } };
      await clicked(20);
      await give("few");
      const create = () => askJson(world(), key, "POST", "/links", { url: "https://example.com/" });
      const { status, body } = await create();
      expect([status, body.code, body.limit, body.used, body.upgradeTo]).toEqual([
        402,
        "plan.quota_exceeded",
        20,
        20,
        "free",
      ]);
      const { body: bulk } = await askJson(world(), key, "POST", "/links/bulk", {
        links: [{ url: "https://example.com/" }, { url: "" }],
      });
      expect(bulk.results.map((each: { status: number }) => each.status)).toEqual([402, 422]);
      const { body: stats } = await get("/stats?groupBy=country");
      expect(stats.totals.clicks).toBe(20);
      const { body: city } = await get("/stats?groupBy=city");
      expect([city.status, city.upgradeTo]).toEqual([402, "pro"]);
      expect(city.detail).toContain("once the tracked clicks of the month are spent");
      expect(await statusOf("/clicks")).toBe(402);
      const { body: usage } = await get("/usage");
      expect([usage.clicks, usage.statistics]).toEqual([
        { limit: 20, used: 20, left: 0, resetsAt: "2027-02-01T00:00:00.000Z" },
        "basic",
      ]);
      world().clock.now = Date.UTC(2027, 1, 1);
      expect([(await create()).status, await statusOf("/clicks")]).toEqual([201, 200]);
    });
  });
});

const SMALL = {
  ...{ apiRequestsPerMinute: 1_000, linksPerMonth: 10, clicksPerMonth: 1_000, statisticsDays: 30 },
  ...{ keys: 1, domains: 0, members: 1, webhooks: 0, auditDays: 7, price: null },
  statistics: "basic" as const,
};
const FEW = { clicksPerMonth: 20, statistics: "full" as const };

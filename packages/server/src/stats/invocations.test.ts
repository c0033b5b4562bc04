import { afterAll, beforeAll, expect, test } from "bun:test";
import { ServiceStatsSchema } from "@visoli/contract/service";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import { AnalyticsUnavailable, openAnalytics } from "../analytics/client.ts";
import { readInvocations } from "./invocations.ts";

const NOW = Date.UTC(2026, 0, 31, 12);
const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();

forEachAnalytics("a link's clicks as viso.li tells them", (suite) => {
  let world: StatsWorld;
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
    const { workspaceId: workspace } = world.actor;
    const own = (part: object) => click({ workspace, link: world.links.one, ...part });
    const everything = {
      ...{ continent: "EU", country: "DE", region: "Land Berlin", city: "Berlin", referrer: "example.org" },
      ...{ asn: 64_500, as_name: "Example", as_domain: "example.net", as_type: "isp" },
      ...{ browser: "Firefox", os: "Linux", device_model: "Model", device: "mobile" },
    };
    const clicks = [
      own({ at: NOW - DAY, ...everything }),
      own({ at: NOW - 2 * DAY }),
      own({ at: NOW - DAY - 1, class: "bot" }),
      own({ at: NOW - 7 * DAY }),
      own({ at: NOW - 7 * DAY - 1 }),
      own({ at: NOW }),
      own({ at: NOW - DAY, link: world.links.two }),
      own({ at: NOW - 3 * DAY, trigger: "qr" }),
      own({ at: NOW - 3 * DAY - 1, trigger: "open" }),
      own({ at: NOW - 3 * DAY - 2, trigger: "orphan" }),
      own({ at: NOW - DAY, link: world.links.hidden }),
    ];
    await suite.analytics.insertClicks(fileOf(linesOf(clicks)), "invocations");
  });
  afterAll(() => world?.close());
  const read = (slug: string, query = {}) => readInvocations(world.ctx, world.actor, slug, query);

  test("the last seven days, newest first, in the service's words", async () => {
    const answer = await read("one");
    expect(ServiceStatsSchema.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      slug: "one",
      stats: { startDate: iso(NOW - 7 * DAY), endDate: iso(NOW) },
    });
    expect(answer.stats.invocations.map((one) => one.date)).toEqual(
      [NOW - DAY, NOW - 2 * DAY, NOW - 3 * DAY, NOW - 7 * DAY].map(iso),
    );
    expect(answer.stats.invocations[0]).toEqual({
      ...{ date: iso(NOW - DAY), continent: "EU", country: "DE", region: "Land Berlin", city: "Berlin" },
      ...{
        referer: "example.org",
        browser: "Firefox",
        os: "Linux",
        deviceModel: "Model",
        deviceType: "mobile",
      },
      asn: { asn: 64_500, name: "Example", domain: "example.net", type: "isp" },
    });
  });

  test("what is not known is null", async () => {
    const [, unknown] = (await read("one")).stats.invocations;
    const { date: _, asn, ...rest } = unknown ?? {};
    expect(new Set([...Object.values(rest), ...Object.values(asn ?? {})])).toEqual(new Set([null]));
  });

  test("the time that is asked for", async () => {
    const count = async (query: object) => (await read("one", query)).stats.invocations.length;
    expect(await count({ startDate: iso(0) })).toBe(5);
    expect(await count({ startDate: iso(NOW - DAY), endDate: iso(NOW - DAY + 1) })).toBe(1);
    expect(await count({ endDate: iso(NOW - DAY) })).toBe(4);
    expect(await count({ endDate: "9999-12-31T23:59:59.999Z", startDate: iso(0) })).toBe(6);
    await expect(read("one", { startDate: iso(NOW), endDate: iso(NOW) })).rejects.toMatchObject({
      code: "request.invalid",
      errors: [{ path: "startDate" }],
    });
  });

  test("a slug that is nobody's or a stranger's is not found", async () => {
    for (const slug of ["none", "foreign", "ONE", "one/", ""]) {
      await expect(read(slug)).rejects.toMatchObject({ code: "link.not_found" });
    }
  });

  test("a link in a folder that is hidden from the key is not found", async () => {
    expect((await read("hidden")).stats.invocations).toHaveLength(1);
    await expect(readInvocations(world.ctx, world.key, "hidden", {})).rejects.toMatchObject({
      code: "link.not_found",
    });
    expect((await readInvocations(world.ctx, world.key, "one", {})).slug).toBe("one");
  });

  test("a key needs the scope; the store must be there", async () => {
    const key = { kind: "key" as const, keyId: "k", workspaceId: world.actor.workspaceId, scopes: [] };
    await expect(readInvocations(world.ctx, key, "one", {})).rejects.toMatchObject({
      code: "auth.missing_scope",
    });
    const analytics = await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
    const cut = { ...world.ctx, analytics };
    await expect(readInvocations(cut, world.actor, "one", {})).rejects.toBeInstanceOf(AnalyticsUnavailable);
  });
});

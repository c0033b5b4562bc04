import { expect, test } from "bun:test";
import { UsageSchema } from "@visoli/contract/usage";
import { canEmbed } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import { addDomain, askJson, makeLink } from "../../../../test/links.ts";
import { givePlan } from "../../../../test/plans.ts";

const RESETS = "2027-02-01T00:00:00.000Z";

forEachDatabase("usage", (world) => {
  const read = async (key: string) => {
    const { status, body } = await askJson(world(), key, "GET", "/usage");
    expect(status).toBe(200);
    return UsageSchema.parse(body);
  };

  test("every limit of the plan, and what of it is used", async () => {
    const { workspaceId } = world().operator;
    await givePlan(world(), workspaceId, "pro");
    const { text: key } = await world().key();
    await world().key();
    for (let count = 0; count < 3; count++) await makeLink(world());
    await addDomain(world(), "go.usage.example");
    await world().ctx.db.insertInto("members").values(member(workspaceId)).execute();
    const usage = await read(key);
    expect(usage).toEqual({
      ...{ plan: "pro", upgradeTo: "enterprise" },
      links: { limit: 5_000, used: 3, left: 4_997, resetsAt: RESETS },
      clicks: canEmbed()
        ? { limit: 100_000, used: 0, left: 100_000, resetsAt: RESETS }
        : { limit: 100_000, used: null, left: null, resetsAt: RESETS },
      apiRequests: { limit: 120, used: 1, left: 119, resetsAt: expect.any(String) },
      keys: { limit: 5, used: 2, left: 3, resetsAt: null },
      domains: { limit: 3, used: 1, left: 2, resetsAt: null },
      members: { limit: 3, used: 1, left: 2, resetsAt: null },
      webhooks: { limit: 3, used: 0, left: 3, resetsAt: null },
      ...{ statistics: "breakdowns", statisticsDays: 365, auditDays: 90 },
    });
    expect(Date.parse(usage.apiRequests.resetsAt ?? "") - world().clock.now).toBeWithin(1, 60_001);
    expect((await read(key)).apiRequests.used).toBe(2);
  });

  test("without limits it counts all the same", async () => {
    const { text: key } = await world().key();
    await makeLink(world());
    const usage = await read(key);
    expect([usage.plan, usage.upgradeTo, usage.statistics]).toEqual(["unlimited", null, "full"]);
    expect(usage.links).toEqual({ limit: null, used: 1, left: null, resetsAt: RESETS });
    expect(usage.apiRequests).toMatchObject({ limit: null, used: 1, left: null });
  });

  test("a lesser plan leaves nothing, but never less than nothing", async () => {
    await Promise.all([1, 2, 3].map(() => makeLink(world())));
    const { text: key } = await world().key();
    await givePlan(world(), world().operator.workspaceId, "pro");
    for (const host of ["a", "b", "c", "d"]) await addDomain(world(), `${host}.less.example`);
    expect((await read(key)).domains).toEqual({ limit: 3, used: 4, left: 0, resetsAt: null });
  });

  test.skipIf(!canEmbed())("clicks and scans by people are counted, by the month of UTC", async () => {
    const { id: link } = await makeLink(world());
    const { workspaceId: workspace } = world().operator;
    const own = (part: object) => click({ workspace, link, at: world().clock.now, ...part });
    const rows = [
      ...[own({}), own({ trigger: "qr" }), own({ trigger: "open" }), own({ class: "bot" })],
      own({ at: Date.UTC(2027, 0, 1) }),
      own({ at: Date.UTC(2027, 0, 1) - 1 }),
    ];
    await world().ctx.analytics.insertClicks(fileOf(linesOf(rows)), `usage-${workspace}`);
    expect((await read((await world().key()).text)).clicks).toMatchObject({ used: 3 });
  });

  test("asks for usage:read", async () => {
    const { text: key } = await world().key("links:read");
    expect((await askJson(world(), key, "GET", "/usage")).status).toBe(403);
  });
});

function member(workspaceId: string) {
  return { workspace_id: workspaceId, user_id: "usr_1", role: "owner", created_at: 1 };
}

import { beforeEach, expect, test } from "bun:test";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import { makeLink } from "../../../../test/links.ts";
import { addMemberWith } from "../../../../test/members.ts";
import { setPlan } from "../db/plans.ts";
import { HOUR_MS, MINUTE_MS } from "../lib/time.ts";
import { recordCheck } from "../links/health.ts";
import { updateNotifications } from "../notifications/update.ts";
import { findJumps } from "./find-alerts.ts";
import { sendMails } from "./mails.ts";
import { findQuotas } from "./quota-alerts.ts";
import { relay } from "./relay.ts";
import { tellAlerts } from "./tell-alerts.ts";

let batches = 0;

forEachDatabase("alerts", (world) => {
  beforeEach(async () => {
    const { ctx } = world();
    for (const table of ["alerts", "mails", "outbox", "job_cursors", "usage_counters"] as const)
      await ctx.db.deleteFrom(table).execute();
    await ctx.analytics.command(`truncate table ${ctx.analytics.clicks}`);
  });

  const workspaceId = () => world().operator.workspaceId;
  /** Everything that is due is found, told and sent. */
  const work = async () => {
    const { ctx } = world();
    await relay(ctx);
    await findJumps(ctx);
    await findQuotas(ctx);
    await tellAlerts(ctx);
    await sendMails(ctx);
  };
  const told = () => world().mails.map(({ to, subject }) => [to, subject.replace(/^Test: /, "")]);
  const breakLink = async (link: { id: string; url: string }) => {
    const { ctx, clock } = world();
    const checked = { id: link.id, workspace_id: workspaceId(), url: link.url };
    for (let time = 0; time < 3; time++) {
      clock.now += 2 * HOUR_MS;
      await recordCheck(ctx, checked, { hasFailed: true, outcome: "answered 503", isPrivate: false });
    }
  };
  const insert = (rows: Parameters<typeof click>[0][]) =>
    world().ctx.analytics.insertClicks(
      fileOf(linesOf(rows.map((row) => click({ workspace: workspaceId(), ...row })))),
      `alerts-${batches++}`,
    );

  test("a destination that does not answer is told once to those who want to know, all news in one mail", async () => {
    const { ctx, clock, mails } = world();
    const owner = await addMemberWith(world(), "owner");
    const admin = await addMemberWith(world(), "admin");
    const viewer = await addMemberWith(world(), "viewer");
    await addMemberWith(world(), "member");
    await updateNotifications(ctx, admin, { alerts: ["quota"] });
    await updateNotifications(ctx, viewer, { alerts: ["broken_links"] });
    for (let count = 0; count < 25; count++) await breakLink(await makeLink(world()));
    await work();
    await work();
    const subject = "25 links lead nowhere";
    expect(told().sort()).toEqual([owner, viewer].map(({ email }) => [email, subject]).sort());
    expect(mails[0]?.text).toContain("(answered 503)");
    expect(mails[0]?.text).toContain("and 5 more");
    await breakLink(await makeLink(world()));
    clock.now += 2 * HOUR_MS;
    await work();
    expect(told().slice(2)).toHaveLength(2);
    expect(told()[2]?.[1]).toBe("1 link leads nowhere");
  });

  test("news come at most once an hour, and nothing of what was mended or deleted meanwhile", async () => {
    const { ctx, clock } = world();
    await addMemberWith(world(), "owner");
    const [first, second, third] = [
      await makeLink(world()),
      await makeLink(world()),
      await makeLink(world()),
    ];
    await breakLink(first);
    await work();
    expect(told()).toHaveLength(1);
    const begin = clock.now;
    await breakLink(second);
    await breakLink(third);
    clock.now = begin + 30 * MINUTE_MS;
    await work();
    expect(told()).toHaveLength(1);
    const mended = { id: second.id, workspace_id: workspaceId(), url: second.url };
    await recordCheck(ctx, mended, { hasFailed: false, outcome: "answered 200", isPrivate: false });
    clock.now = begin + 61 * MINUTE_MS;
    await work();
    expect(told().map(([, subject]) => subject)).toEqual(["1 link leads nowhere", "1 link leads nowhere"]);
    expect(world().mails[1]?.text).toContain(third.shortUrl);
    expect(world().mails[1]?.text).not.toContain(second.shortUrl);
  });

  test("a member is not told of a folder that they do not see, nor anybody whose address is not proven", async () => {
    const { ctx, clock } = world();
    const member = await addMemberWith(world(), "admin");
    const { userId } = await addMemberWith(world(), "owner");
    await ctx.db.updateTable("users").set({ is_email_verified: 0 }).where("id", "=", userId).execute();
    const at = { created_at: clock.now, updated_at: clock.now };
    await ctx.db
      .insertInto("folders")
      .values({
        ...{ id: `fld_${batches++}`, workspace_id: workspaceId(), name: "secret" },
        ...{ default_role: "none", ...at },
      })
      .execute();
    const hidden = await makeLink(world(), { folder: "secret" });
    await breakLink(hidden);
    await work();
    expect(told()).toEqual([]);
    const open = await makeLink(world());
    await breakLink(open);
    clock.now += 2 * HOUR_MS;
    await work();
    expect(told()).toEqual([[member.email, "1 link leads nowhere"]]);
  });

  test("ten times the usual traffic is told once a day; usual traffic, bots and little of it are not", async () => {
    const { clock, mails } = world();
    await addMemberWith(world(), "owner");
    const [jump, usual, small, bots] = [
      await makeLink(world()),
      await makeLink(world()),
      await makeLink(world()),
      await makeLink(world()),
    ];
    const hour = Date.UTC(2027, 0, 15, 10);
    const many = (link: { id: string }, count: number, at: number, part = {}) =>
      Array.from({ length: count }, (_, place) => ({ link: link.id, at: at + place, ...part }));
    await insert([
      ...many(jump, 400, hour - 30 * HOUR_MS),
      ...many(jump, 120, hour),
      ...many(usual, 2_500, hour - 30 * HOUR_MS),
      ...many(usual, 120, hour),
      ...many(small, 99, hour),
      ...many(bots, 500, hour, { class: "bot" }),
    ]);
    clock.now = hour + HOUR_MS + MINUTE_MS;
    await work();
    expect(told()).toEqual([]);
    clock.now = hour + HOUR_MS + 6 * MINUTE_MS;
    await work();
    await work();
    expect(told().map(([, subject]) => subject)).toEqual(["1 link has unusual traffic"]);
    expect(mails[0]?.text).toContain(`${jump.shortUrl}: 120 clicks, usually 2.4`);
    await insert(many(jump, 900, hour + HOUR_MS));
    clock.now = hour + 2 * HOUR_MS + 6 * MINUTE_MS;
    await work();
    expect(told()).toHaveLength(1);
  });

  test("80 and 100 % of a plan's links are told once each in a month", async () => {
    const { ctx, clock, mails } = world();
    const owner = await addMemberWith(world(), "owner");
    await setPlan(ctx.db, workspaceId(), "free");
    ctx.plans.forget(workspaceId());
    const make = async (count: number) => {
      for (let made = 0; made < count; made++) await makeLink(world());
    };
    const after = async () => {
      clock.now += 2 * HOUR_MS;
      await work();
      return told().map(([to, subject]) => [to === owner.email, subject]);
    };
    await make(39);
    expect(await after()).toEqual([]);
    await make(1);
    const eighty = [
      true,
      "80 % of this month's new links are used: 40 of 50. A new month begins on 2027-02-01.",
    ];
    expect(await after()).toEqual([eighty]);
    await make(5);
    expect(await after()).toEqual([eighty]);
    await make(5);
    expect((await after()).slice(1)).toEqual([
      [true, expect.stringContaining("new links are used up: 50 of 50")],
    ]);
    expect(await after()).toHaveLength(2);
    expect(mails[1]?.text).toContain("links go on");
  });

  test("the plan's clicks are told as the statistics count them, and webhooks' event says the same", async () => {
    const { ctx } = world();
    await addMemberWith(world(), "owner");
    const link = await makeLink(world());
    await setPlan(ctx.db, workspaceId(), "free");
    ctx.plans.forget(workspaceId());
    const at = Date.UTC(2027, 0, 2);
    const rows = (count: number, part = {}) =>
      Array.from({ length: count }, (_, place) => ({ link: link.id, at: at + place, ...part }));
    await insert([...rows(4_900), ...rows(100, { trigger: "qr" }), ...rows(300, { class: "bot" })]);
    await findQuotas(ctx);
    const events = await ctx.db
      .selectFrom("outbox")
      .select("data")
      .where("type", "=", "quota.reached")
      .execute();
    expect(events.map(({ data }) => JSON.parse(data))).toEqual([
      {
        quota: {
          ...{ metric: "clicks", percent: 100, used: 5_000, limit: 5_000, plan: "free" },
          resetsAt: "2027-02-01T00:00:00.000Z",
        },
      },
    ]);
    await work();
    expect(told()[0]?.[1]).toContain("tracked clicks are used up: 5,000 of 5,000");
  });

  test("with mail switched off nothing waits to be sent once it is on", async () => {
    const { ctx } = world();
    await addMemberWith(world(), "owner");
    await breakLink(await makeLink(world()));
    await relay(ctx);
    await tellAlerts({ ...ctx, mail: { isOn: false, send: async () => {} } });
    await work();
    expect(told()).toEqual([]);
  });
});

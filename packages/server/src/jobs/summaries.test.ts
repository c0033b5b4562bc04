import { beforeEach, expect, test } from "bun:test";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import { makeLink } from "../../../../test/links.ts";
import { addMemberWith, type PersonActor } from "../../../../test/members.ts";
import { openAnalytics } from "../analytics/client.ts";
import { findNotifications } from "../db/notifications.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import { updateNotifications } from "../notifications/update.ts";
import { sendMails } from "./mails.ts";
import { sendSummaries } from "./summaries.ts";

let batches = 0;
/** A Friday. */
const NOON = Date.UTC(2027, 0, 15, 12);

forEachDatabase("summaries", (world) => {
  beforeEach(async () => {
    const { ctx } = world();
    for (const table of ["notifications", "mails"] as const) await ctx.db.deleteFrom(table).execute();
    await ctx.analytics.command(`truncate table ${ctx.analytics.clicks}`);
  });

  const workspaceId = () => world().operator.workspaceId;
  const subscriber = async (
    summary: "daily" | "weekly",
    timezone = "UTC",
  ): Promise<PersonActor & { email: string }> => {
    const person = await addMemberWith(world(), "viewer");
    await updateNotifications(world().ctx, person, { summary, timezone });
    return person;
  };
  const clicked = (link: { id: string }, times: number[], part = {}) =>
    world().ctx.analytics.insertClicks(
      fileOf(
        linesOf(
          times.map((at) => click({ workspace: workspaceId(), link: link.id, at, visitor: at, ...part })),
        ),
      ),
      `summaries-${batches++}`,
    );
  const send = async () => {
    await sendSummaries(world().ctx);
    await sendMails(world().ctx);
  };
  const times = (count: number, from: number) => Array.from({ length: count }, (_, place) => from + place);

  test("come in the morning, of the day before by the zone's clocks, compared with the one before that", async () => {
    const { clock, mails } = world();
    clock.now = NOON;
    const person = await subscriber("daily", "America/New_York");
    const link = await makeLink(world());
    // The 15th in New York begins at five o'clock UTC.
    await clicked(link, times(12, Date.UTC(2027, 0, 15, 5)), { country: "US", referrer: "news.example" });
    await clicked(link, times(8, Date.UTC(2027, 0, 15, 4)), { country: "DE" });
    await clicked(link, times(3, Date.UTC(2027, 0, 16, 5)));
    clock.now = Date.UTC(2027, 0, 16, 11, 59, 59);
    await send();
    expect(mails).toHaveLength(0);
    clock.now = Date.UTC(2027, 0, 16, 12);
    await send();
    await send();
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      [person.email, "Test: 12 clicks yesterday"],
    ]);
    const text = mails[0]?.text ?? "";
    expect(text).toContain("Test, 15 January 2027");
    expect(text).toContain("12 clicks (+50 % on the day before)");
    expect(text).toContain("12 visitors (+50 % on the day before)");
    expect(text).toContain(`Most followed\n${link.shortUrl}: 12`);
    expect(text).toContain("Countries\nUnited States: 12");
    expect(text).toContain("Referrers\nnews.example: 12");
    expect(text).toContain(mails[0]?.unsubscribeUrl ?? "none");
    expect(text).toMatch(/No more of them: http:\/\/localhost:3000\/api\/notifications\/stop\/ws_/);
    clock.now += DAY_MS;
    await send();
    expect(mails.map(({ subject }) => subject).slice(1)).toEqual(["Test: 3 clicks yesterday"]);
  });

  test("of a week come on Monday, of Monday to Sunday", async () => {
    const { clock, mails } = world();
    clock.now = NOON;
    await subscriber("weekly");
    const link = await makeLink(world());
    const monday = Date.UTC(2027, 0, 11);
    await clicked(link, [monday - 1, monday, monday + 7 * DAY_MS - 1, monday + 7 * DAY_MS]);
    clock.now = monday + 7 * DAY_MS + 7 * HOUR_MS;
    await send();
    expect(mails.map(({ subject }) => subject)).toEqual(["Test: 2 clicks last week"]);
    expect(mails[0]?.text).toContain("11 January 2027 to 17 January 2027");
  });

  test("are not sent where there is nothing to say, but where the clicks have stopped", async () => {
    const { clock, mails } = world();
    clock.now = NOON;
    await subscriber("daily");
    const link = await makeLink(world());
    await clicked(link, times(5, Date.UTC(2027, 0, 15, 13)));
    for (let day = 16; day < 20; day++) {
      clock.now = Date.UTC(2027, 0, day, 7);
      await send();
    }
    expect(mails.map(({ subject }) => subject)).toEqual([
      "Test: 5 clicks yesterday",
      "Test: 0 clicks yesterday",
    ]);
  });

  test("are told once by two processes at once, and after the click store was away", async () => {
    const { ctx, clock, mails } = world();
    clock.now = NOON;
    const person = await subscriber("daily");
    await clicked(await makeLink(world()), [NOON + 1]);
    clock.now = Date.UTC(2027, 0, 16, 7);
    const away = await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
    await expect(sendSummaries({ ...ctx, analytics: away })).rejects.toThrow();
    await Promise.all([sendSummaries(ctx), sendSummaries(ctx), sendSummaries(ctx)]);
    await sendMails(ctx);
    expect(mails).toHaveLength(1);
    expect((await findNotifications(ctx.db, workspaceId(), person.userId))?.summary_at).toBe(
      Date.UTC(2027, 0, 17, 7),
    );
  });

  test("that were missed for days are left out, and those of who left the workspace end", async () => {
    const { ctx, clock, mails } = world();
    clock.now = NOON;
    const [person, gone] = [await subscriber("daily"), await subscriber("daily")];
    const link = await makeLink(world());
    await clicked(link, times(5, NOON + 1));
    await ctx.db.deleteFrom("members").where("user_id", "=", gone.userId).execute();
    clock.now = Date.UTC(2027, 0, 25, 12);
    await send();
    expect(mails).toEqual([]);
    const dueOf = async ({ userId }: PersonActor) =>
      (await findNotifications(ctx.db, workspaceId(), userId))?.summary_at;
    expect([await dueOf(person), await dueOf(gone)]).toEqual([Date.UTC(2027, 0, 26, 7), null]);
  });

  test("show what their reader may see", async () => {
    const { ctx, clock, mails } = world();
    clock.now = NOON;
    await subscriber("daily");
    const at = { created_at: clock.now, updated_at: clock.now };
    const folder = { id: `fld_s${batches++}`, workspace_id: workspaceId(), name: "secret" };
    await ctx.db
      .insertInto("folders")
      .values({ ...folder, default_role: "none", ...at })
      .execute();
    const [open, hidden] = [await makeLink(world()), await makeLink(world(), { folder: "secret" })];
    await clicked(open, times(2, NOON + 1));
    await clicked(hidden, times(50, NOON + 1));
    clock.now = Date.UTC(2027, 0, 16, 7);
    await send();
    expect(mails[0]?.subject).toBe("Test: 2 clicks yesterday");
    expect(mails[0]?.text).not.toContain(hidden.shortUrl);
  });
});

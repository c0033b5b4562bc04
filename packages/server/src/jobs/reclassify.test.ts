import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { openBase } from "../../../../test/context.ts";
import { until } from "../../../../test/engines.ts";
import { CLASS_RULES_VERSION, isChangingClicks, reclassifyPartition } from "../analytics/class-rules.ts";
import type { ClickRow } from "../analytics/row.ts";
import { readJobCursor, writeJobCursor } from "../db/job-cursors.ts";
import { askToReclassify, reclassify } from "./reclassify.ts";

const quarter = (number: number) => ({ at: Date.UTC(2026, number * 3 - 2, 15) });
const CHROME = { browser: "Chrome", os: "Windows" };
const PERSON = { ...CHROME, class: "human" } as const;
/** What was recorded, what today's rules make of it, and why. */
const CASES: [Partial<ClickRow>, ClickRow["class"], string][] = [
  [{ class: "preview", bot: "Slackbot-LinkExpanding" }, "preview", "Slack"],
  [{ class: "bot", bot: "facebookexternalhit" }, "preview", "Facebook"],
  [{ class: "bot", bot: "googlebot" }, "bot", "Googlebot"],
  [{ class: "bot", bot: "SomeNewBot" }, "bot", "SomeNewBot"],
  [{ class: "bot", bot: "it's \\ bot" }, "bot", "it's \\ bot"],
  [{ ...PERSON, asn: 26_211 }, "preview", "Proofpoint"],
  [{ ...PERSON, class: "duplicate", asn: 30_031 }, "preview", "Mimecast"],
  [{ class: "human", browser: "", os: "" }, "bot", "unknown program"],
  [{ class: "human", browser: "", os: "Linux" }, "human", ""],
  [{ class: "prefetch", browser: "", os: "" }, "prefetch", ""],
  [{ class: "bot", bot: "curl", asn: 26_211 }, "bot", "curl"],
  [PERSON, "human", ""],
  [{ ...PERSON, class: "duplicate" }, "duplicate", ""],
];

forEachAnalytics("clicks by older rules", (suite) => {
  let base: Awaited<ReturnType<typeof openBase>>;
  let batches = 0;
  const ctx = () => ({ ...base.ctx, analytics: suite.analytics });
  const insert = (rows: ClickRow[]) =>
    suite.analytics.insertClicks(fileOf(linesOf(rows)), `batch-${batches++}`);
  const settled = () => until(async () => !(await isChangingClicks(suite.analytics)), { timeoutMs: 30_000 });
  const isDone = async () => (await readJobCursor(base.ctx.db, "reclassify"))?.position.endsWith("/~");
  /** As the service would, until all is done; gives back how often it was called. */
  async function runToEnd(): Promise<number> {
    for (let runs = 1; ; runs++) {
      await reclassify(ctx());
      await settled();
      if (await isDone()) return runs;
    }
  }
  const classes = async () => {
    const rows = await suite.analytics.query<Record<string, string>>(
      `select class, bot from ${suite.analytics.clicks} order by nonce`,
    );
    return rows.map((row) => [row.class, row.bot]);
  };

  beforeAll(async () => {
    base = await openBase();
  });
  beforeEach(async () => {
    await suite.analytics.command(`truncate table ${suite.analytics.clicks}`);
    await base.ctx.db.deleteFrom("job_cursors").execute();
    base.logged.length = 0;
  });
  afterAll(() => base.close());

  test("are classed by newer ones once, in every quarter", async () => {
    const rows = [1, 2, 4].flatMap((number) => CASES.map(([row]) => click({ ...quarter(number), ...row })));
    await insert(rows);
    const expected = [1, 2, 4].flatMap(() => CASES.map(([, kind, bot]): [string, string] => [kind, bot]));
    expect(await runToEnd()).toBe(4);
    expect(await classes()).toEqual(expected);
    expect(base.logged.filter((line) => line.includes("are classed anew"))).toHaveLength(3);
    // Whatever comes later was classed when it came.
    await insert([click({ ...quarter(4), ...PERSON, asn: 26_211 })]);
    await reclassify(ctx());
    await settled();
    expect((await classes()).at(-1)).toEqual(["human", ""]);
  });

  test("that there are none of cost nothing", async () => {
    await reclassify(ctx());
    expect(await isDone()).toBe(true);
    expect(base.logged).toEqual([]);
    await insert([click({ ...quarter(3), ...PERSON })]);
    await askToReclassify(base.ctx);
    expect(await runToEnd()).toBe(1);
    expect(await reclassifyPartition(suite.analytics, "20260701")).toBe(0);
  });

  test("are looked at again where the rules' version is another one", async () => {
    await insert([click({ ...quarter(3), ...PERSON, asn: 26_211 })]);
    await writeJobCursor(base.ctx.db, "reclassify", {
      position: `${CLASS_RULES_VERSION - 1}/~`,
      updatedAt: 0,
    });
    await runToEnd();
    expect(await classes()).toEqual([["preview", "Proofpoint"]]);
  });

  test("are looked at again where an operator asks, from a quarter on", async () => {
    await runToEnd();
    await insert([1, 2, 3].map((number) => click({ ...quarter(number), ...PERSON, asn: 26_211 })));
    await runToEnd();
    expect((await classes()).map(([kind]) => kind)).toEqual(["human", "human", "human"]);
    await askToReclassify(base.ctx, "2026-05-31");
    await runToEnd();
    expect((await classes()).map(([kind]) => kind)).toEqual(["human", "preview", "preview"]);
    await askToReclassify(base.ctx);
    await runToEnd();
    expect((await classes()).map(([kind]) => kind)).toEqual(["preview", "preview", "preview"]);
  });

  test("go on where a process that ended has got to", async () => {
    await insert([1, 2].map((number) => click({ ...quarter(number), ...PERSON, asn: 26_211 })));
    await reclassify(ctx());
    await settled();
    expect((await classes()).map(([kind]) => kind)).toEqual(["preview", "human"]);
    expect(await readJobCursor(base.ctx.db, "reclassify")).toMatchObject({
      position: `${CLASS_RULES_VERSION}/20260401`,
    });
    await runToEnd();
    expect((await classes()).map(([kind]) => kind)).toEqual(["preview", "preview"]);
  });

  test("keep all else that is known of them", async () => {
    const row = click({
      ...quarter(2),
      ...PERSON,
      asn: 26_211,
      city: "Köln",
      utm_source: "mail",
      visitor: 77,
    });
    await insert([row]);
    await runToEnd();
    const [stored] = await suite.analytics.query<Record<string, unknown>>(
      `select * except at, toUnixTimestamp64Milli(at) as at from (select * from ${suite.analytics.clicks})`,
    );
    const { as_name: _, as_domain: __, as_type: ___, ...kept } = row;
    expect(stored).toEqual({ ...kept, class: "preview", bot: "Proofpoint" });
  });
});

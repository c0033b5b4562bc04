import { beforeAll, expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { until } from "../../../../test/engines.ts";
import { isChangingClicks, reclassifyPartition } from "./class-rules.ts";
import { askSingleClicks } from "./questions/single-clicks.ts";
import { askTotals } from "./questions/totals.ts";
import { purgeClicks } from "./retention.ts";
import { prepareSchema } from "./schema.ts";
import { ALL_TIME } from "./source.ts";
import { readSumsState } from "./sums.ts";
import { refreshSums } from "./sums-refresh.ts";

const VISITOR = 2 ** 52 - 12_345;
/** As the table was made at first: by months, with the networks' names in each row, and longer hashes. */
const FIRST_COLUMNS = `workspace String, link String, slug String, at DateTime64(3, 'UTC'), nonce UInt32,
  class LowCardinality(String), visitor UInt64, country LowCardinality(String), region LowCardinality(String),
  city LowCardinality(String), asn UInt32, as_name LowCardinality(String), as_domain LowCardinality(String),
  as_type LowCardinality(String), browser LowCardinality(String)`;

forEachAnalytics("a table of clicks of a former version", (suite) => {
  const selection = { workspaceId: "ws_1", ...ALL_TIME, includeBots: true, filters: {} };
  const settled = () => until(async () => !(await isChangingClicks(suite.analytics)), { timeoutMs: 30_000 });
  beforeAll(async () => {
    const { analytics } = suite;
    await analytics.command(`drop table ${analytics.clicks}`);
    await analytics.command(
      `create table ${analytics.clicks} (${FIRST_COLUMNS}) engine = MergeTree partition by toYYYYMM(at)
       order by (workspace, link, at) settings non_replicated_deduplication_window = 10000`,
    );
    for (const [month, name] of ["Old", "New"].entries())
      await analytics.command(
        `insert into ${analytics.clicks} select 'ws_1', 'lnk_1', 'one', toDateTime64('2026-0${month + 1}-15 12:00:00', 3, 'UTC'), ${month},
           'human', ${VISITOR}, 'DE', 'Berlin', 'Berlin', 64500, '${name}', 'net.example', 'isp', 'Firefox' from numbers(1)`,
      );
    await prepareSchema(analytics);
    await settled();
    // As with every start.
    await prepareSchema(analytics);
  });

  test("keeps its clicks, with names of their networks and what the ledger has of their visitors", async () => {
    const clicks = await askSingleClicks(suite.analytics, selection);
    const known = { city: "Berlin", asn: 64_500, as_name: "New", as_domain: "net.example", as_type: "isp" };
    const visitor = VISITOR % 2 ** 32;
    expect(clicks).toMatchObject([
      { ...known, visitor, nonce: 1 },
      { ...known, visitor, nonce: 0 },
    ]);
  });

  test("takes new clicks; a visitor of both is one", async () => {
    const at = Date.UTC(2026, 1, 15, 13);
    await suite.analytics.insertClicks(fileOf(linesOf([click({ at, visitor: VISITOR % 2 ** 32 })])), "new-1");
    expect(await askTotals(suite.analytics, selection)).toMatchObject({ clicks: 3, visitors: 1 });
  });

  test("is classed anew, summed and purged by its months", async () => {
    const { analytics } = suite;
    const row = click({ at: Date.UTC(2026, 1, 20), asn: 26_211, browser: "Firefox" });
    await analytics.insertClicks(fileOf(linesOf([row])), "new-2");
    expect(await reclassifyPartition(analytics, "202601")).toBe(0);
    expect(await reclassifyPartition(analytics, "202602")).toBe(2);
    await settled();
    const now = Date.UTC(2026, 5, 1);
    expect(await refreshSums(analytics, now)).toBe(true);
    for (let times = 0; times < 3; times++) {
      await purgeClicks(analytics, Date.UTC(2026, 1, 18));
      await settled();
    }
    expect((await readSumsState(analytics)).purged).toBe(Date.UTC(2026, 1, 18));
    expect(await askSingleClicks(analytics, selection)).toHaveLength(1);
    expect(await askTotals(analytics, selection, ["clicks"])).toEqual({ clicks: 4 });
  });
});

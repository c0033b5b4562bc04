import { describe, expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { freePort } from "../../../../test/engines.ts";
import { AnalyticsUnavailable, openAnalytics } from "./client.ts";
import { isClickRow } from "./row.ts";
import { prepareSchema } from "./schema.ts";

forEachAnalytics("the click store", (suite) => {
  const count = async (workspace: string) => {
    const [row] = await suite.analytics.query<{ n: number }>(
      `select count() as n from ${suite.analytics.clicks} where workspace = {workspace:String}`,
      { workspace },
    );
    return row?.n;
  };

  test("says what it refuses, and does not call that being away", async () => {
    const refused: (() => Promise<unknown>)[] = [
      () => suite.analytics.query("select nonsense"),
      () => suite.analytics.command("select * from not_there"),
      () => suite.analytics.insertClicks(fileOf('{"at":"yesterday"}\n'), "refused"),
      () => suite.analytics.query("select {a:UInt8}", { a: "no number" }),
    ];
    for (const ask of refused) {
      const error = await ask().then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(AnalyticsUnavailable);
    }
  });

  test("a token counts once, whatever comes in between; another token counts again", async () => {
    const lines = linesOf([click({ workspace: "ws_token" }), click({ workspace: "ws_token" })]);
    for (const token of ["a", "b", "a", "b", "a"]) await suite.analytics.insertClicks(fileOf(lines), token);
    expect(await count("ws_token")).toBe(4);
  });

  test("a token does not outlive its insert", async () => {
    const one = linesOf([click({ workspace: "ws_after" })]);
    await suite.analytics.insertClicks(fileOf(one), "first");
    await suite.analytics.command(
      `insert into ${suite.analytics.clicks} (workspace, at) values ('ws_after', 0)`,
    );
    await suite.analytics.insertClicks(fileOf(one), "second");
    expect(await count("ws_after")).toBe(3);
  });

  test("the same batch sent by many at once counts once", async () => {
    const lines = linesOf(Array.from({ length: 100 }, () => click({ workspace: "ws_many" })));
    await Promise.all(Array.from({ length: 8 }, () => suite.analytics.insertClicks(fileOf(lines), "many")));
    expect(await count("ws_many")).toBe(100);
  });

  test("a batch of which a line is refused is refused whole", async () => {
    const lines = `${linesOf([click({ workspace: "ws_whole" })])}{"at":"yesterday"}\n`;
    await expect(suite.analytics.insertClicks(fileOf(lines), "whole")).rejects.toThrow();
    expect(await count("ws_whole")).toBe(0);
    await suite.analytics.insertClicks(fileOf(linesOf([click({ workspace: "ws_whole" })])), "whole");
    expect(await count("ws_whole")).toBe(1);
  });

  test("takes no token that could be SQL", async () => {
    for (const token of ["a'", "", "a b", "a\n", "ä"]) {
      await expect(suite.analytics.insertClicks(fileOf("{}\n"), token)).rejects.toThrow();
    }
  });

  test("numbers come as numbers", async () => {
    const [row] = await suite.analytics.query(
      "select toUInt64(9007199254740991) as big, toUInt32(1) as small, 'x' as text",
    );
    expect(row).toEqual({ big: 9_007_199_254_740_991, small: 1, text: "x" });
  });

  test("a question's time limit binds no statement that comes after it", async () => {
    const { analytics } = suite;
    const database = analytics.clicks.replace(/clicks$/, "");
    const limit = "toInt64(getSetting('max_execution_time')) as seconds";
    await analytics.command(
      `create materialized view ${database}of_insert engine = Memory as select ${limit} from ${analytics.clicks}`,
    );
    const [asked] = await analytics.query<{ seconds: number }>(`select ${limit}`);
    await analytics.command(`create table ${database}of_command engine = Memory as select ${limit}`);
    const rows = await analytics.query(`select seconds from ${database}of_command`);
    await analytics.insertClicks(fileOf(linesOf([click({ workspace: "ws_limit" })])), "limit");
    const inserted = await analytics.query(`select seconds from ${database}of_insert`);
    const [after] = await analytics.query<{ seconds: number }>(`select ${limit}`);
    await analytics.command(`drop table ${database}of_insert`);
    expect(asked?.seconds).toBeGreaterThan(0);
    expect([rows, inserted, after]).toEqual([[{ seconds: 0 }], [{ seconds: 0 }], asked]);
  });

  test("a statement may be long, the first on a connection, too", async () => {
    const other = await suite.open();
    const names = Array.from({ length: 20_000 }, (_, place) => `'lnk_${`${place}`.padStart(20, "0")}'`);
    await other.command(`alter table ${other.clicks} delete where link in (${names.join(", ")})`);
    await other.close();
  });

  test("the schema can be prepared again, and gets the columns that it lacks, clicks staying", async () => {
    await suite.analytics.insertClicks(fileOf(linesOf([click({ workspace: "ws_old" })])), "old");
    await suite.analytics.command(`alter table ${suite.analytics.clicks} drop column utm_content`);
    await prepareSchema(suite.analytics);
    await prepareSchema(suite.analytics);
    await suite.analytics.insertClicks(
      fileOf(linesOf([click({ workspace: "ws_old", utm_content: "new" })])),
      "new",
    );
    const rows = await suite.analytics.query(
      `select utm_content from ${suite.analytics.clicks} where workspace = 'ws_old' order by utm_content`,
    );
    expect(rows).toEqual([{ utm_content: "" }, { utm_content: "new" }]);
  });

  test("another connection sees the same clicks", async () => {
    await suite.analytics.insertClicks(fileOf(linesOf([click({ workspace: "ws_other" })])), "other");
    const other = await suite.open();
    const [row] = await other.query<{ n: number }>(
      `select count() as n from ${other.clicks} where workspace = 'ws_other'`,
    );
    await other.close();
    expect(row?.n).toBe(1);
    expect(await count("ws_other")).toBe(1);
  });
});

describe("a click store that is away", () => {
  test("is told by its own error, and opening it is none", async () => {
    const analytics = await openAnalytics({
      kind: "server",
      url: `http://127.0.0.1:${await freePort()}/visoli`,
    });
    await expect(analytics.query("select 1")).rejects.toBeInstanceOf(AnalyticsUnavailable);
    await expect(analytics.command("select 1")).rejects.toBeInstanceOf(AnalyticsUnavailable);
    await expect(analytics.insertClicks(fileOf("{}\n"), "a")).rejects.toBeInstanceOf(AnalyticsUnavailable);
    await analytics.close();
  });

  test("so is one that breaks off, or is no ClickHouse", async () => {
    const answers = [new Response("gateway", { status: 502 }), new Response("<html>", { status: 404 })];
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: () => answers.pop() ?? Response.error(),
    });
    const analytics = await openAnalytics({ kind: "server", url: server.url.href });
    await expect(analytics.query("select 1")).rejects.toBeInstanceOf(AnalyticsUnavailable);
    await expect(analytics.command("select 1")).rejects.toBeInstanceOf(AnalyticsUnavailable);
    await server.stop(true);
    await expect(analytics.command("select 1")).rejects.toBeInstanceOf(AnalyticsUnavailable);
    await analytics.close();
  });
});

describe("a row of a click", () => {
  test("may lack columns and have others", () => {
    const most = { at: 0, nonce: 4_294_967_295, visitor: 2 ** 52 - 1 };
    for (const row of [click(), {}, { unknown: [1] }, most, { city: "Zürich 😀" }])
      expect(isClickRow(row)).toBe(true);
  });

  test("has no column of another type", () => {
    const others = [null, 7, "text", [], [click()], true];
    const times = ["x", -1, 1.5, null, 1e300].map((at) => ({ at }));
    const texts = [7, null, ["a"], "\ud83d", {}].map((city) => ({ city }));
    for (const value of [...others, ...times, ...texts])
      expect([value, isClickRow(value)]).toEqual([value, false]);
  });
});

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { clickhouseUrl } from "./engines.ts";

const database = `server_${process.pid}`;
let client: ClickHouseClient;
/** Asks the test server with the real client. */
const testServer = test.skipIf(!clickhouseUrl);

async function rowsOf<T>(query: string, query_params?: Record<string, unknown>): Promise<T[]> {
  const result = await client.query({
    query,
    format: "JSONEachRow",
    ...(query_params ? { query_params } : {}),
  });
  return result.json<T>();
}
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => (error instanceof ClickHouseError ? `${error.code} ${error.type}` : error),
  );

beforeAll(async () => {
  if (!clickhouseUrl) return;
  const admin = createClient({ url: clickhouseUrl });
  await admin.command({ query: `CREATE DATABASE ${database}` });
  await admin.close();
  client = createClient({ url: clickhouseUrl, database, log: { level: ClickHouseLogLevel.OFF } });
  await client.command({
    query: `CREATE TABLE clicks (id UInt64, slug String, at DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY id
      SETTINGS non_replicated_deduplication_window = 100`,
  });
});
afterAll(async () => {
  if (!clickhouseUrl) return;
  await client.command({ query: `DROP DATABASE ${database}` });
  await client.close();
});

testServer("ClickHouse: is alive", async () => {
  expect(await client.ping()).toEqual({ success: true });
  expect(await client.ping({ select: true })).toEqual({ success: true });
});

testServer("ClickHouse: takes parameters of every type that we use", async () => {
  const slugs = ["it's", "back\\slash", "tab\tline\nend", 'quo"te', "ünï", "", "[1,'2']"];
  const [row] = await rowsOf(
    "SELECT {slug:String} AS slug, {slugs:Array(String)} AS slugs, {id:UInt64} AS id, {none:Nullable(String)} AS none, " +
      "{at:DateTime64(3, 'UTC')} AS at",
    { slug: slugs.join("|"), slugs, id: 42n, none: null, at: new Date("2026-11-22T10:00:00.125Z") },
  );
  expect(row).toEqual({
    slug: slugs.join("|"),
    slugs,
    id: 42,
    none: null,
    at: "2026-11-22 10:00:00.125",
  });
});

testServer("ClickHouse: takes parameters in the body too", async () => {
  const result = await client.query({
    query: "SELECT {name:String} AS name",
    query_params: { name: "it's" },
    use_multipart_params: true,
  });
  expect((await result.json()).data).toEqual([{ name: "it's" }]);
});

testServer("ClickHouse: answers in the format asked for", async () => {
  const query = "SELECT number AS n, toString(number) AS s FROM numbers(2)";
  const json = await (await client.query({ query, format: "JSON" })).json<{ n: string }>();
  expect([json.rows, json.data.length, json.meta?.map((column) => column.type)]).toEqual([
    2,
    2,
    ["UInt64", "String"],
  ]);
  const compact = await (await client.query({ query, format: "JSONCompact" })).json();
  expect(compact.data.map((row) => Array.isArray(row) && row.map(String))).toEqual([
    ["0", "0"],
    ["1", "1"],
  ]);
  expect(await (await client.query({ query, format: "CSV" })).text()).toBe('0,"0"\n1,"1"\n');
  expect(await (await fetch(`${clickhouseUrl}/?query=SELECT+1,2`)).text()).toBe("1\t2\n");
});

testServer("ClickHouse: inserts rows, and a batch with the same token once", async () => {
  const rows = [
    { id: 1, slug: "a;b -- '", at: "2026-11-22 10:00:00.125" },
    { id: 2, slug: "line\n\nline", at: "2026-11-22 10:00:01.000" },
  ].map((row) => JSON.stringify(row));
  const query = `INSERT INTO clicks FORMAT JSONEachRow\n${rows.join("\n\n")}\n`;
  const insert = (insert_deduplication_token: string) =>
    client.command({ query, clickhouse_settings: { insert_deduplication_token } });
  for (const token of ["one", "one", "two", "one"]) await insert(token);
  await client.command({ query });
  await client.insert({ table: "clicks", values: [{ id: 3, slug: "c" }], format: "JSONEachRow" });
  await client.insert({ table: "clicks", values: [], format: "JSONEachRow" });
  const counts = await rowsOf("SELECT id, slug, toUInt32(count()) AS n FROM clicks GROUP BY ALL ORDER BY id");
  expect(counts.map((row) => Object.values(row ?? {}).map(String))).toEqual([
    ["1", "a;b -- '", "3"],
    ["2", "line\n\nline", "3"],
    ["3", "c", "1"],
  ]);
});

testServer("ClickHouse: streams a result", async () => {
  const result = await client.query({ query: "SELECT number FROM numbers(100000)", format: "JSONEachRow" });
  let count = 0;
  for await (const rows of result.stream()) count += rows.length;
  expect(count).toBe(100_000);
});

testServer("ClickHouse: compresses both ways", async () => {
  const compressing = createClient({
    url: clickhouseUrl,
    database,
    compression: { request: true, response: true },
  });
  await compressing.command({ query: "CREATE TABLE packed (s String) ENGINE = Memory" });
  await compressing.insert({ table: "packed", values: [{ s: "x".repeat(1000) }], format: "JSONEachRow" });
  const result = await compressing.query({ query: "SELECT * FROM packed", format: "JSONEachRow" });
  expect(await result.json<{ s: string }>()).toEqual([{ s: "x".repeat(1000) }]);
  await compressing.close();
});

testServer("ClickHouse: fails with ClickHouse's own codes", async () => {
  expect(await failureOf(client.query({ query: "SELECT * FROM nothing" }))).toBe("60 UNKNOWN_TABLE");
  expect(await failureOf(client.command({ query: "SELEC 1" }))).toBe("62 SYNTAX_ERROR");
  expect(await failureOf(client.command({ query: "SELECT 1; SELECT ';'" }))).toBe("62 SYNTAX_ERROR");
  expect(await failureOf(client.command({ query: "INSERT INTO clicks FORMAT JSONEachRow\n{oops" }))).toMatch(
    /^\d+ [A-Z_]+$/,
  );
  expect(
    await failureOf(client.insert({ table: "nothing", values: [{ a: 1 }], format: "JSONEachRow" })),
  ).toBe("60 UNKNOWN_TABLE");
  const settings = JSON.parse('{ "no_such_setting": 1 }');
  expect(await failureOf(client.command({ query: "SELECT 1", clickhouse_settings: settings }))).toBe(
    "115 UNKNOWN_SETTING",
  );
  const response = await fetch(`${clickhouseUrl}/`, { method: "POST", body: "SELECT * FROM nothing" });
  expect([response.status, response.headers.get("X-ClickHouse-Exception-Code")]).toEqual([404, "60"]);
  expect(await response.text()).toMatch(/^Code: 60\. DB::Exception: .*\(UNKNOWN_TABLE\) \(version /);
  const written = await fetch(`${clickhouseUrl}/?query=CREATE+DATABASE+by_get`);
  expect(written.headers.get("X-ClickHouse-Exception-Code")).toBe("164");
});

testServer("ClickHouse: keeps questions apart that are asked at once", async () => {
  const numbers = Array.from({ length: 40 }, (_, index) => index);
  const answers = await Promise.all(
    numbers.map((n) => rowsOf<{ n: number }>("SELECT {n:UInt32} AS n, sleep(0.005)", { n })),
  );
  expect(answers.map((rows) => rows[0]?.n)).toEqual(numbers);
});

testServer("ClickHouse: forgets the settings of a question with its answer", async () => {
  await client.query({ query: "SELECT 1", clickhouse_settings: { max_result_rows: "7" } });
  expect(await rowsOf("SELECT value FROM system.settings WHERE name = 'max_result_rows'")).toEqual([
    { value: "0" },
  ]);
});

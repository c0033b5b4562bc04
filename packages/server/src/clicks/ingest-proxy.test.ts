import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { type ClickHouseProxy, type Fate, startClickHouseProxy } from "../../../../test/clickhouse-proxy.ts";
import { clickhouseUrl, until } from "../../../../test/engines.ts";
import { closeLedgers, openLedger } from "../../../../test/ledger.ts";
import { type Analytics, AnalyticsUnavailable, openAnalytics } from "../analytics/client.ts";
import { prepareSchema } from "../analytics/schema.ts";
import { listSegments } from "./segments.ts";

afterEach(closeLedgers);

const PATIENCE_MS = 2_000;

describe.skipIf(!clickhouseUrl)("between us and a ClickHouse server", () => {
  let proxy: ClickHouseProxy;
  let analytics: Analytics;
  beforeAll(async () => {
    const database = `proxy_${process.pid}_${Date.now().toString(36)}`;
    await fetch(clickhouseUrl ?? "", { method: "POST", body: `create database ${database}` });
    proxy = await startClickHouseProxy(`${clickhouseUrl}/${database}`);
    analytics = await openAnalytics({ kind: "server", url: proxy.url }, undefined, PATIENCE_MS);
    await prepareSchema(analytics);
    // What is new in these is not only the clicks: let their networks be known.
    const ledger = openLedger(analytics);
    await ledger.append(30);
    await ledger.ingest.run();
  });
  afterAll(async () => {
    await analytics?.close();
    proxy?.close();
  });

  const refusals: Fate[] = [
    { kind: "refuse", status: 500, code: 241 },
    { kind: "refuse", status: 500, code: 252 },
    { kind: "refuse", status: 503, code: 202 },
    { kind: "refuse", status: 500, code: 243 },
    { kind: "refuse", status: 502 },
    { kind: "refuse", status: 504 },
    { kind: "cut" },
    { kind: "silent" },
  ];
  test.each(refusals)("an insert that meets %j is sent again, and counts once", async (fate) => {
    const ledger = openLedger(analytics);
    for (const count of [3, 4]) ledger.segment(ledger.lines(count));
    const { seen } = proxy.inserts();
    proxy.next(fate, fate, { kind: "pass" }, fate);
    for (let run = 0; run < 2; run++)
      await expect(ledger.ingest.run()).rejects.toBeInstanceOf(AnalyticsUnavailable);
    expect(listSegments(ledger.folder)).toHaveLength(2);
    await expect(ledger.ingest.run()).rejects.toBeInstanceOf(AnalyticsUnavailable);
    expect(listSegments(ledger.folder)).toHaveLength(1);
    await ledger.append(5);
    expect(await ledger.ingest.run()).toBe(9);
    expect(await ledger.stored()).toEqual([12, 12]);
    expect(proxy.inserts().seen - seen).toBe(6);
    expect(readdirSync(ledger.folder)).toEqual([]);
    proxy.release();
  });

  test("an answer that comes after we gave up changes nothing: while the second attempt is under way, and after it", async () => {
    const ledger = openLedger(analytics);
    ledger.segment(ledger.lines(20));
    proxy.next({ kind: "silent" }, { kind: "silent" });
    await expect(ledger.ingest.run()).rejects.toBeInstanceOf(AnalyticsUnavailable);
    const { done } = proxy.inserts();
    const second = ledger.ingest.run();
    await until(() => proxy.inserts().done === done + 1);
    proxy.release();
    expect(await second).toBe(20);
    expect(await ledger.stored()).toEqual([20, 20]);
    expect(await ledger.ingest.run()).toBe(0);
  });

  test("a refusal that is none of the segment's fault sets nothing aside, however odd its code", async () => {
    const ledger = openLedger(analytics);
    ledger.segment(ledger.lines(2));
    for (const [status, code] of [
      [403, 516],
      [500, 1002],
      [404, 60],
      [500, 999],
    ] as const) {
      proxy.next({ kind: "refuse", status, code });
      await expect(ledger.ingest.run()).rejects.toThrow();
    }
    expect(await ledger.ingest.run()).toBe(2);
    expect(await ledger.stored()).toEqual([2, 2]);
    expect(readdirSync(ledger.folder)).toEqual([]);
  });

  test("a segment that is refused as bad data among others: they arrive, it does when it is taken", async () => {
    const ledger = openLedger(analytics);
    const first = ledger.segment(ledger.lines(2));
    ledger.segment(ledger.lines(3));
    proxy.next({ kind: "refuse", status: 400, code: 117 });
    expect(await ledger.ingest.run()).toBe(3);
    expect(listSegments(ledger.folder)).toEqual([first]);
    expect(await ledger.ingest.run()).toBe(2);
    expect(await ledger.stored()).toEqual([5, 5]);
    expect(readdirSync(ledger.folder)).toEqual([]);
  });
});

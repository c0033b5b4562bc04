import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { lineOf } from "../../../../test/clicks.ts";
import { temporaryFolder } from "../../../../test/engines.ts";
import { type Analytics, openAnalytics } from "../analytics/client.ts";
import { openJournal } from "../clicks/journal.ts";
import { type OpenDatabase, openDatabase } from "../db/open.ts";
import { checkReadiness } from "./health.ts";

forEachAnalytics("readiness", (suite) => {
  let database: OpenDatabase;
  let away: Analytics;
  beforeAll(async () => {
    database = await openDatabase({ kind: "sqlite", file: join(temporaryFolder(), "visoli.db") }, () => {});
    away = await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
  });
  afterAll(() => database?.close());

  const broken = async () => {
    const closed = await openDatabase(
      { kind: "sqlite", file: join(temporaryFolder(), "closed.db") },
      () => {},
    );
    await closed.close();
    return closed.ping;
  };
  const check = (part: object = {}) => {
    const engines = {
      pingDatabase: database.ping,
      analytics: suite.analytics,
      journal: () => ({ status: "ok" as const }),
    };
    return checkReadiness({ ...engines, ...part });
  };

  test("is ok where every engine answers", async () => {
    const engines = { database: "ok", clickhouse: "ok", journal: "ok" } as const;
    expect(await check()).toEqual({ status: "ok", engines });
  });

  test("is degraded, not lost, without the click store", async () => {
    const engines = { database: "ok", clickhouse: "unavailable", journal: "ok" } as const;
    expect(await check({ analytics: away })).toEqual({
      status: "degraded",
      engines,
      reasons: ["ClickHouse does not answer: clicks wait in the journal."],
    });
  });

  test("is lost without the database", async () => {
    const engines = { database: "unavailable", clickhouse: "ok", journal: "ok" } as const;
    expect(await check({ pingDatabase: await broken() })).toEqual({
      status: "unavailable",
      engines,
      reasons: [expect.stringContaining("database")],
    });
  });

  test("is degraded where clicks are only in memory: links redirect all the same", async () => {
    const folder = join(temporaryFolder(), "journal");
    const journal = openJournal({ folder, fsyncMs: 60_000, log: pino({ enabled: false }) });
    expect(await check({ journal: journal.state })).toMatchObject({ status: "ok" });
    rmSync(folder, { recursive: true });
    await journal.append(lineOf("one\n"));
    const engines = { database: "ok", clickhouse: "ok", journal: "failing" } as const;
    const reasons = [expect.stringContaining("cannot be written")];
    expect(await check({ journal: journal.state })).toEqual({ status: "degraded", engines, reasons });
    await journal.close();
  });

  test("is degraded where the journal has reached its bound", async () => {
    const options = { fsyncMs: 60_000, maxBytes: 100, log: pino({ enabled: false }) };
    const journal = openJournal({ folder: join(temporaryFolder(), "journal"), ...options });
    await journal.append(lineOf(`${"x".repeat(100)}\n`));
    const engines = { database: "ok", clickhouse: "ok", journal: "full" } as const;
    const reasons = [expect.stringContaining("its bound")];
    expect(await check({ journal: journal.state })).toEqual({ status: "degraded", engines, reasons });
    await journal.close();
  });

  test("is told even where an engine never answers", async () => {
    const pingDatabase = () => new Promise<void>(() => {});
    expect(await check({ pingDatabase })).toMatchObject({
      status: "unavailable",
      engines: { database: "unavailable" },
    });
  });
});

describe("readiness without anything", () => {
  test("names all that is away", async () => {
    const analytics = await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
    const pingDatabase = () => Promise.reject(new Error("away"));
    const journal = () => ({ status: "failing" as const });
    expect(await checkReadiness({ pingDatabase, analytics, journal })).toEqual({
      status: "unavailable",
      engines: { database: "unavailable", clickhouse: "unavailable", journal: "failing" },
      reasons: [
        expect.stringContaining("database"),
        expect.stringContaining("ClickHouse"),
        expect.stringContaining("journal"),
      ],
    });
  });
});

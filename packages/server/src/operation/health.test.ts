import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
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
    const engines = { pingDatabase: database.ping, analytics: suite.analytics, isJournalWriting: () => true };
    return checkReadiness({ ...engines, ...part });
  };

  test("is ok where every engine answers", async () => {
    const engines = { database: "ok", clickhouse: "ok", journal: "ok" } as const;
    expect(await check()).toEqual({ status: "ok", engines });
  });

  test("is degraded, not lost, without the click store", async () => {
    const engines = { database: "ok", clickhouse: "unavailable", journal: "ok" } as const;
    expect(await check({ analytics: away })).toEqual({ status: "degraded", engines });
  });

  test("is lost without the database", async () => {
    const engines = { database: "unavailable", clickhouse: "ok", journal: "ok" } as const;
    expect(await check({ pingDatabase: await broken() })).toEqual({ status: "unavailable", engines });
  });

  test("is lost where clicks cannot be kept", async () => {
    const folder = join(temporaryFolder(), "journal");
    const journal = openJournal({ folder, fsyncMs: 60_000, onError: () => {} });
    const isJournalWriting = () => journal.state().isWriting;
    expect(await check({ isJournalWriting })).toMatchObject({ status: "ok" });
    rmSync(folder, { recursive: true });
    await journal.append(lineOf("one\n"));
    const engines = { database: "ok", clickhouse: "ok", journal: "unavailable" } as const;
    expect(await check({ isJournalWriting })).toEqual({ status: "unavailable", engines });
    void journal.close();
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
    expect(await checkReadiness({ pingDatabase, analytics, isJournalWriting: () => false })).toEqual({
      status: "unavailable",
      engines: { database: "unavailable", clickhouse: "unavailable", journal: "unavailable" },
    });
  });
});

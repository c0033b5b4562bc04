import { afterAll, beforeAll, describe } from "bun:test";
import { join } from "node:path";
import { type Analytics, openAnalytics } from "../packages/server/src/analytics/client.ts";
import { prepareSchema } from "../packages/server/src/analytics/schema.ts";
import { clickhouseUrl, temporaryFolder } from "./engines.ts";

/** A click store of the suite's own, with the table of clicks, empty. It exists from the first hook on, not before. */
export type AnalyticsSuite = {
  analytics: Analytics;
  /** A second connection to the same data, as another process would have it. */
  open(): Promise<Analytics>;
};

// The in-process engine knows one folder in the life of a process, which may load this file more than once.
const shared = globalThis as { visoliTestClickHouse?: { path: string; keeper: Promise<Analytics | null> } };
let suites = 0;

/** Declares the tests twice, over the embedded ClickHouse and over the one by URL; skipped by name where it is absent. */
export function forEachAnalytics(name: string, declare: (suite: AnalyticsSuite) => void): void {
  const database = `test_${process.pid}_${Date.now().toString(36)}_${suites++}`;
  const embedded = canEmbed() ? () => openEmbedded(database) : null;
  const server = clickhouseUrl ? () => openServer(clickhouseUrl ?? "", database) : null;
  declareWith(`${name}, embedded ClickHouse`, embedded, declare);
  declareWith(`${name}, ClickHouse by URL`, server, declare);
}

function declareWith(
  name: string,
  open: (() => Promise<Analytics>) | null,
  declare: (suite: AnalyticsSuite) => void,
): void {
  describe.skipIf(open === null)(name, () => {
    const suite = {} as AnalyticsSuite;
    beforeAll(async () => {
      if (!open) return;
      suite.open = open;
      suite.analytics = await open();
      await prepareSchema(suite.analytics);
    });
    afterAll(() => suite.analytics?.close());
    declare(suite);
  });
}

/** Where this process has its embedded ClickHouse: every suite that opens one must use this folder. */
export function embeddedPath(): string {
  shared.visoliTestClickHouse ??= start(join(temporaryFolder(), "clickhouse"));
  return shared.visoliTestClickHouse.path;
}

// The engine ends with its last connection, so one stays open.
function start(path: string) {
  return { path, keeper: openAnalytics({ kind: "embedded", path }, "keeper") };
}

export function canEmbed(): boolean {
  try {
    return Boolean(require("chdb"));
  } catch {
    return false;
  }
}

async function openEmbedded(database: string): Promise<Analytics> {
  const path = embeddedPath();
  await shared.visoliTestClickHouse?.keeper;
  return openAnalytics({ kind: "embedded", path }, database);
}

async function openServer(url: string, database: string): Promise<Analytics> {
  const made = await fetch(url, { method: "POST", body: `create database if not exists ${database}` });
  if (!made.ok) throw new Error(await made.text());
  return openAnalytics({ kind: "server", url: `${url}/${database}` });
}

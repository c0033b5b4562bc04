import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StatsQuery, StatsQuerySchema } from "@visoli/contract/stats";
import type { Insertable } from "kysely";
import { pino } from "pino";
import { type Analytics, openAnalytics } from "../packages/server/src/analytics/client.ts";
import { withNetworks } from "../packages/server/src/analytics/networks.ts";
import { ROW_COLUMNS } from "../packages/server/src/analytics/row.ts";
import { prepareSchema } from "../packages/server/src/analytics/schema.ts";
import { refreshSums } from "../packages/server/src/analytics/sums-refresh.ts";
import { readConfig } from "../packages/server/src/config.ts";
import type { Actor } from "../packages/server/src/core/actor.ts";
import type { ClickCtx } from "../packages/server/src/core/ctx.ts";
import { openDomains } from "../packages/server/src/core/domains.ts";
import { createPlans } from "../packages/server/src/core/plans.ts";
import { openDatabase } from "../packages/server/src/db/open.ts";
import type { Db } from "../packages/server/src/db/schema.ts";
import type { LinkTable } from "../packages/server/src/db/schema-links.ts";
import { readStats } from "../packages/server/src/stats/read.ts";
import { DATA_END, fillClicks, workspaceId } from "./click-data.ts";
import { type Asked, PAGES, type Page } from "./pages.ts";
import { createProgress } from "./progress.ts";
import { onEnd } from "./scope.ts";

/** Milliseconds: the first time, with nothing in memory; then of many runs, in turns with the same SQL asked by itself. */
export type QuestionRow = { name: string; coldMs: number; p50Ms: number; p95Ms: number; bareMs: number };
export type QuestionResults = {
  clicks: number;
  /** How long it took to make them, and to sum all of them up at first. */
  filledSeconds: number;
  summedSeconds: number;
  /** On disk, of single clicks alone; and of their sums beside them. */
  bytesPerClick: { single: number; sums: number };
  /** Of single clicks, by column, most first. */
  bytesByColumn: Record<string, number>;
  ingestPerSecond: number;
  rssMb: number;
  rows: QuestionRow[];
};
/** What is known so far. */
export type QuestionsSoFar = Partial<QuestionResults> & Pick<QuestionResults, "clicks" | "rows">;

const DAY_MS = 86_400_000;
const WARM_RUNS = 20;
/** A page that takes long is asked less often, so that a hundred million clicks are through in half an hour. */
const MOST_MS_PER_PAGE = 20_000;
const LEAST_RUNS = 5;
const INGEST_CLICKS = 200_000;

/** Fills a click store of its own and asks what pages ask; tells of each thing as soon as it is measured. */
export async function measureQuestions(
  clicks: number,
  tell: (soFar: QuestionsSoFar) => void,
): Promise<QuestionResults> {
  const folder = mkdtempSync(join(tmpdir(), "visoli-bench-clicks-"));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const seen: string[] = [];
  const analytics = await openAnalytics({ kind: "embedded", path: join(folder, "clickhouse") });
  await prepareSchema(analytics);
  const rows: QuestionRow[] = [];
  const filledSeconds = (await time(() => fillClicks(analytics, clicks))) / 1_000;
  // As the service has quarters that are over, a day later.
  await analytics.command(`optimize table ${analytics.clicks} final`);
  tell({ clicks, rows, filledSeconds });
  const summedSeconds =
    (await time(() => refreshSums(analytics, DATA_END + DAY_MS, { daysUntil: 0 }))) / 1_000;
  await settled(analytics);
  const bytesPerClick = await bytesOf(analytics);
  const bytesByColumn = await columnsOf(analytics);
  const made = { clicks, filledSeconds, summedSeconds, bytesPerClick, bytesByColumn };
  tell({ ...made, rows });
  const ctx = await contextOver(folder, analytics, seen);
  const show = createProgress("questions", PAGES.length);
  for (const page of PAGES) {
    rows.push(await measurePage(ctx, analytics, page, seen));
    tell({ ...made, rows });
    show(rows.length);
  }
  const rssMb = process.memoryUsage.rss() / 1_048_576;
  const results = { ...made, rows, rssMb, ingestPerSecond: await measureIngest(analytics, folder) };
  tell(results);
  await analytics.close();
  return results;
}

/** Waits until nothing is merged any more, or a minute. */
async function settled(analytics: Analytics): Promise<void> {
  for (let seconds = 0; seconds < 60; seconds++) {
    const [merges] = await analytics.query<{ count: number }>("select count() as count from system.merges");
    if (merges?.count === 0) return;
    await Bun.sleep(1_000);
  }
}

async function contextOver(folder: string, analytics: Analytics, seen: string[]): Promise<ClickCtx> {
  const config = readConfig({ DATA_DIR: folder });
  const database = await openDatabase(config.database, () => {});
  await addKnown(database.db);
  const query: Analytics["query"] = (sql, parameters) => {
    seen.push(JSON.stringify([sql, parameters]));
    return analytics.query(sql, parameters);
  };
  const domains = await openDomains(database.db, config);
  const log = pino({ enabled: false });
  const mail = { isOn: false, send: async () => {} };
  const plans = createPlans(config, database.reads, analytics);
  const others = { domains, plans, mail, payments: null };
  const store = { ...database, ...others, analytics: { ...analytics, query } };
  return { config, log, origin: "bench", now: () => DATA_END, ...store };
}

/** The workspaces and links that are asked for by name. */
async function addKnown(db: Db): Promise<void> {
  for (const { workspace, questions } of PAGES) {
    const id = workspaceId(workspace);
    const row = { id, name: id, created_at: 0, settings: null };
    await db
      .insertInto("workspaces")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const links = new Set(questions.flatMap(({ link }) => (link === undefined ? [] : [`${link}`])));
    for (const link of links) {
      const rest = {
        domain: "",
        slug: link,
        url: "https://example.com/",
        version: 1,
        created_at: 0,
        updated_at: 0,
      };
      await db
        .insertInto("links")
        .values({ ...rest, id: link, workspace_id: id } as Insertable<LinkTable>)
        .execute();
    }
  }
}

async function measurePage(
  ctx: ClickCtx,
  analytics: Analytics,
  page: Page,
  seen: string[],
): Promise<QuestionRow> {
  const actor: Actor = { kind: "operator", workspaceId: workspaceId(page.workspace) };
  const queries = page.questions.map((asked) => inputOf(asked));
  const ask = () => Promise.all(queries.map((query) => readStats(ctx, actor, query)));
  dropCaches();
  await analytics.command("system drop mark cache");
  await analytics.command("system drop uncompressed cache");
  seen.length = 0;
  const coldMs = await time(ask);
  const bare = seen.map((text) => JSON.parse(text) as [string, Record<string, string>]);
  const askBare = () => Promise.all(bare.map(([sql, parameters]) => analytics.query(sql, parameters)));
  const ours: number[] = [];
  const theirs: number[] = [];
  const end = performance.now() + MOST_MS_PER_PAGE;
  for (let run = 0; run < WARM_RUNS && (run < LEAST_RUNS || performance.now() < end); run++) {
    ours.push(await time(ask));
    theirs.push(await time(askBare));
  }
  return {
    name: page.name,
    coldMs,
    p50Ms: quantile(ours, 0.5),
    p95Ms: quantile(ours, 0.95),
    bareMs: quantile(theirs, 0.5),
  };
}

function inputOf(asked: Asked): StatsQuery {
  return StatsQuerySchema.parse(
    Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, `${value}`])),
  );
}

/** What is read next comes from the disk, where we may say so. */
function dropCaches(): void {
  Bun.spawnSync(["sh", "-c", "sync; echo 3 > /proc/sys/vm/drop_caches"], { stderr: "ignore" });
}

async function bytesOf(analytics: Analytics): Promise<{ single: number; sums: number }> {
  const [of] = await analytics.query<{ single: number; all: number; rows: number }>(
    `select sumIf(bytes_on_disk, table = 'clicks') as single, sum(bytes_on_disk) as all, sumIf(rows, table = 'clicks') as rows
     from system.parts where active and database = 'visoli'`,
  );
  const { single = 0, all = 0, rows = 1 } = of ?? {};
  return { single: single / rows, sums: (all - single) / rows };
}

async function columnsOf(analytics: Analytics): Promise<Record<string, number>> {
  const columns = await analytics.query<{ column: string; bytes: number }>(
    `select column, round(sum(column_bytes_on_disk) / sum(rows), 2) as bytes from system.parts_columns
     where active and database = 'visoli' and table = 'clicks' group by column order by bytes desc`,
  );
  return Object.fromEntries(columns.map(({ column, bytes }) => [column, bytes]));
}

/** How many clicks of journal segments go in, one after the other, as the ingest sends them. */
async function measureIngest(analytics: Analytics, folder: string): Promise<number> {
  const files: string[] = [];
  for (let place = 0; place < 5; place++) {
    const file = join(folder, `segment-${place}.jsonl`);
    const bytes = await analytics.queryBytes(
      `select * except (at), toUnixTimestamp64Milli(at) as at from ${withNetworks(
        analytics,
        `select ${ROW_COLUMNS} from ${analytics.clicks} order by cityHash64(visitor, at, ${place}) limit ${INGEST_CLICKS / 5}`,
      )}`,
      {},
      "JSONEachRow",
    );
    await Bun.write(file, bytes);
    files.push(file);
  }
  const ms = await time(async () => {
    for (const [place, file] of files.entries()) await analytics.insertClicks(file, `bench-${place}`);
  });
  return (INGEST_CLICKS / ms) * 1_000;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function quantile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

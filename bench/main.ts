import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../test/engines.ts";
import { describeMachine } from "./machine.ts";
import { type Service, startNginx } from "./nginx.ts";
import { type Options, ROOT, readOptions } from "./options.ts";
import { fillCache, prepareData } from "./prepare.ts";
import { type Results, reportOf } from "./report.ts";
import { closeOnSignals, closeScope, onEnd } from "./scope.ts";
import {
  areClicksInStatistics,
  type Bench,
  measureCreates,
  measureLatency,
  measureMissing,
  measureRedirects,
  memoryAtRest,
} from "./suite.ts";
import { readCounters, type StartOptions, startVisoli, type Visoli } from "./visoli.ts";

closeOnSignals();
try {
  const options = readOptions();
  const results = await measureAll(options);
  console.log(reportOf(results));
  const folder = join(ROOT, "bench", "results");
  mkdirSync(folder, { recursive: true });
  await Bun.write(join(folder, "latest.json"), `${JSON.stringify(results, null, 2)}\n`);
} finally {
  await closeScope();
}

async function measureAll(options: Options): Promise<Results> {
  const folder = mkdtempSync(join(tmpdir(), "visoli-bench-"));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const { links, seconds, repeats, root, quick } = options;
  const start: StartOptions = { root, folder, port: await freePort() };
  const apiKey = await prepareData(start, links);
  const nginx = await startNginx(folder, await freePort());
  const bench: Bench = { folder, links, seconds, repeats, apiKey };
  const largeCache = Math.ceil(links * 1.2);
  const results: Results = {
    machine: describeMachine(root),
    settings: { links, seconds, repeats, largeCache },
    redirects: [],
    latency: [],
    missing: [],
    creates: null,
    statisticsComplete: false,
  };
  const ingested = await measureDefaults(bench, start, nginx, results, quick);
  if (quick) return results;
  const settings = { LINK_CACHE_SIZE: `${largeCache}` };
  const large = await measureSetting(
    bench,
    { ...start, settings },
    nginx,
    results,
    `Visoli, LINK_CACHE_SIZE=${largeCache}`,
  );
  const total = ingested + (await readCounters(large)).ingested;
  results.statisticsComplete = await areClicksInStatistics(bench, large, total);
  await large.stop();
  return results;
}

/** Everything at default settings; gives back how many clicks went into the ledger. */
async function measureDefaults(
  bench: Bench,
  start: StartOptions,
  nginx: Service,
  results: Results,
  quick: boolean,
): Promise<number> {
  const visoli = await measureSetting(bench, start, nginx, results, "Visoli, default settings");
  if (!quick) {
    results.latency = await measureLatency(bench, nginx, visoli);
    results.missing = await measureMissing(bench, visoli);
    results.creates = await measureCreates(bench, visoli);
  }
  const { ingested } = await readCounters(visoli);
  results.statisticsComplete = await areClicksInStatistics(bench, visoli, ingested);
  await visoli.stop();
  return ingested;
}

async function measureSetting(
  bench: Bench,
  start: StartOptions,
  nginx: Service,
  results: Results,
  name: string,
): Promise<Visoli> {
  const visoli = await startVisoli(start);
  await Bun.sleep(1_000);
  const memory = memoryAtRest(visoli);
  await fillCache(bench.folder, visoli, bench.links);
  const pairs = await measureRedirects(bench, nginx, visoli, name);
  results.redirects.push({ name, pairs, memory, startSeconds: visoli.startSeconds });
  return visoli;
}

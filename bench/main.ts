import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../test/engines.ts";
import { measureDashboard } from "./dashboard.ts";
import { tryFaults } from "./faults.ts";
import { measureLinks, measureSmall } from "./link-work.ts";
import { describeMachine } from "./machine.ts";
import { type Service, startNginx } from "./nginx.ts";
import { type Options, ROOT, readOptions } from "./options.ts";
import { fillCache, prepareData } from "./prepare.ts";
import { lastOf, reportOfBeside, reportOfQuestions } from "./question-report.ts";
import { measureBeside } from "./question-work.ts";
import { measureQuestions } from "./questions.ts";
import { type Results, reportOf } from "./report.ts";
import { closeOnSignals, closeScope, onEnd } from "./scope.ts";
import { measureNeighbours, measureStreams } from "./streams.ts";
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

const SMALL = 10_000;

closeOnSignals();
try {
  const options = readOptions();
  if (options.faultRounds > 0) process.exitCode = (await tryFaults(options.faultRounds)) ? 0 : 1;
  else if (options.clicks > 0) await reportQuestions(options.clicks);
  else if (options.besideClicks > 0) console.log(reportOfBeside(await measureBeside(options)));
  else if (options.onlyDashboard) console.log(await measureDashboard(options));
  else await report(await measureAll(options));
} finally {
  await closeScope();
}

async function report(results: Results): Promise<void> {
  console.log(reportOf(results));
  keep("latest.json", results);
}

/** Each thing is shown and kept as soon as it is known: with many clicks it takes a while, and what was broken off is not lost. */
async function reportQuestions(clicks: number): Promise<void> {
  const results = await measureQuestions(clicks, (soFar) => {
    console.log(lastOf(soFar));
    keep("questions.json", soFar);
  });
  console.log(`\n${reportOfQuestions(results)}`);
}

function keep(name: string, results: object): void {
  const folder = join(ROOT, "bench", "results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `${JSON.stringify(results, null, 2)}\n`);
}

async function measureAll(options: Options): Promise<Results> {
  const folder = mkdtempSync(join(tmpdir(), "visoli-bench-"));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const { links, seconds, repeats, root, quick, onlyLinks, onlyStreams } = options;
  const start: StartOptions = { root, folder, port: await freePort() };
  const apiKey = await prepareData(start, links);
  const bench: Bench = { folder, links, seconds, repeats, apiKey };
  const largeCache = Math.ceil(links * 1.2);
  const results: Results = {
    machine: describeMachine(root),
    settings: { links, seconds, repeats, largeCache },
    redirects: [],
    latency: [],
    missing: [],
    creates: null,
    links: null,
    streams: [],
    neighbours: null,
    statisticsComplete: false,
  };
  if (onlyLinks || onlyStreams) return measureLinksOnly(bench, start, results, onlyStreams);
  const nginx = await startNginx(folder, await freePort());
  const ingested = await measureDefaults(bench, start, nginx, results, quick);
  if (quick) return results;
  await addSmall(bench, start, results);
  results.neighbours = await measureNeighbours(bench, nginx);
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

async function measureLinksOnly(
  bench: Bench,
  start: StartOptions,
  results: Results,
  onlyStreams: boolean,
): Promise<Results> {
  const visoli = await startVisoli(start);
  if (!onlyStreams) {
    results.creates = await measureCreates(bench, visoli);
    results.links = await measureLinks(bench, visoli);
  }
  results.streams.push(await measureStreams(bench, visoli));
  const { ingested } = await readCounters(visoli);
  results.statisticsComplete = await areClicksInStatistics(bench, visoli, ingested);
  await visoli.stop();
  await addSmall(bench, start, results);
  results.neighbours = await measureNeighbours(bench, await startNginx(start.folder, await freePort()));
  return results;
}

/** Lists and streams once more, in a service of its own with few links. */
async function addSmall(bench: Bench, start: StartOptions, { links, streams }: Results): Promise<void> {
  const folder = join(start.folder, "small");
  mkdirSync(folder);
  const own = { ...start, folder };
  const apiKey = await prepareData(own, SMALL);
  const visoli = await startVisoli(own);
  const small = { ...bench, folder, links: SMALL, apiKey };
  links?.works.push(...(await measureSmall(small, visoli)));
  streams.push(await measureStreams(small, visoli));
  await visoli.stop();
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
    results.links = await measureLinks(bench, visoli);
    results.streams.push(await measureStreams(bench, visoli));
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

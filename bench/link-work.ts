import { type Beside, besideRedirects } from "./beside.ts";
import { createByJson } from "./bulk.ts";
import { askForList, LISTS } from "./lists.ts";
import { countLinks } from "./preload.ts";
import { createProgress, withClock } from "./progress.ts";
import { measureRules, type Ruled } from "./rules.ts";
import type { Bench } from "./suite.ts";
import type { Visoli } from "./visoli.ts";

const BY_JSON = 20_000;
const SECONDS = 4;

/** Work that was done `count` times beside redirects at a steady pace; with the time of each, where one was done after the other. */
export type Work = {
  name: string;
  links: number;
  count: number;
  seconds: number;
  timesMs: number[];
  beside: Beside;
};
/** `isComplete`: the database holds every link that bulk requests were answered. */
export type LinksAtWork = { rules: Ruled; works: Work[]; isComplete: boolean };

/** Rules, lists, and then bulk requests, which make the lists longer. */
export async function measureLinks(bench: Bench, visoli: Visoli): Promise<LinksAtWork> {
  const rules = await measureRules(bench, visoli);
  const works = [await measureAlone(bench, visoli), ...(await measureLists(bench, visoli))];
  const before = countLinks(bench.folder);
  const bulk = await measureBulk(bench, visoli);
  const made = countLinks(bench.folder) - before;
  return { rules, works: [...works, bulk], isComplete: made === BY_JSON && made === bulk.count };
}

/** The lists alone, in a service with few links. */
export async function measureSmall(bench: Bench, visoli: Visoli): Promise<Work[]> {
  return [await measureAlone(bench, visoli), ...(await measureLists(bench, visoli))];
}

function measureAlone(bench: Bench, visoli: Visoli): Promise<Work> {
  const work = timed(bench, visoli, "the redirects alone", async () => {
    await Bun.sleep(SECONDS * 1_000);
    return { count: 0, timesMs: [] };
  });
  return withClock("redirects at a steady pace", SECONDS, work);
}

async function measureLists(bench: Bench, visoli: Visoli): Promise<Work[]> {
  const works: Work[] = [];
  for (const list of LISTS) {
    const work = timed(bench, visoli, `list: ${list.name}`, async () => {
      const timesMs = await askForList(visoli, bench.apiKey, list, SECONDS);
      return { count: timesMs.length, timesMs };
    });
    works.push(await withClock(`list of ${bench.links} links: ${list.name}`, SECONDS, work));
  }
  return works;
}

async function measureBulk(bench: Bench, visoli: Visoli): Promise<Work> {
  const json = createProgress("bulk create, JSON", BY_JSON);
  return timed(bench, visoli, "bulk create, JSON by 1,000", async () => {
    const count = await createByJson(visoli, bench.apiKey, BY_JSON, json);
    return { count, timesMs: [] };
  });
}

async function timed(
  bench: Bench,
  visoli: Visoli,
  name: string,
  work: () => Promise<Pick<Work, "count" | "timesMs">>,
): Promise<Work> {
  const { result, beside } = await besideRedirects(bench, visoli, async () => {
    const start = performance.now();
    return { ...(await work()), seconds: (performance.now() - start) / 1_000 };
  });
  return { name, links: bench.links, ...result, beside };
}

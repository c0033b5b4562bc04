import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAnalytics } from "../packages/server/src/analytics/client.ts";
import { prepareSchema } from "../packages/server/src/analytics/schema.ts";
import { refreshSums } from "../packages/server/src/analytics/sums-refresh.ts";
import { freePort } from "../test/engines.ts";
import { type Beside, besideRedirects } from "./beside.ts";
import { DATA_END, fillClicks } from "./click-data.ts";
import { getText } from "./http.ts";
import type { Options } from "./options.ts";
import { HEAVIEST } from "./pages.ts";
import { workspaceOf } from "./preload.ts";
import { fillCache, prepareData } from "./prepare.ts";
import { withClock } from "./progress.ts";
import { onEnd } from "./scope.ts";
import type { Bench } from "./suite.ts";
import { startVisoli, type Visoli } from "./visoli.ts";

/** Redirects at a steady pace while so many asked for the dashboard, each again as soon as it was there; how long each took. */
export type QuestionWork = { loops: number; seconds: number; timesMs: number[]; beside: Beside };

const LOOPS = [0, 1, 4];
const WARM_UP_SECONDS = 3;
const DAY_MS = 86_400_000;

/** A service with so many clicks, a tenth of them in the workspace whose dashboard of all time is asked for. */
export async function measureBeside(options: Options): Promise<QuestionWork[]> {
  const { links, seconds, repeats, root, besideClicks } = options;
  const folder = mkdtempSync(join(tmpdir(), "visoli-bench-beside-"));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const start = { root, folder, port: await freePort() };
  const apiKey = await prepareData(start, links);
  await prepareClicks(folder, besideClicks);
  const visoli = await startVisoli(start);
  const bench = { folder, links, seconds, repeats, apiKey };
  await fillCache(folder, visoli, links);
  for (const loops of LOOPS) await measure(bench, visoli, loops, WARM_UP_SECONDS);
  const works: QuestionWork[] = [];
  for (let turn = 0; turn < repeats; turn++)
    for (const loops of LOOPS) works.push(await measure(bench, visoli, loops, seconds));
  await visoli.stop();
  return works;
}

/** Writes the clicks into the folder of a service that has been stopped, and sums them up as it would have. */
async function prepareClicks(folder: string, clicks: number): Promise<void> {
  const analytics = await openAnalytics({ kind: "embedded", path: join(folder, "data", "clickhouse") });
  await prepareSchema(analytics);
  await fillClicks(analytics, clicks, workspaceOf(folder));
  await refreshSums(analytics, DATA_END + DAY_MS, { daysUntil: 0 });
  await analytics.close();
}

async function measure(bench: Bench, visoli: Visoli, loops: number, seconds: number): Promise<QuestionWork> {
  const timesMs: number[] = [];
  const work = besideRedirects(bench, visoli, async () => {
    const start = performance.now();
    const askers = Array.from({ length: loops }, () => askAgain(visoli, bench.apiKey, seconds, timesMs));
    await Promise.all([Bun.sleep(seconds * 1_000), ...askers]);
    return (performance.now() - start) / 1_000;
  });
  const { result, beside } = await withClock(`redirects beside ${loops} dashboards`, seconds, work);
  return { loops, seconds: result, timesMs, beside };
}

/** Asks for the dashboard for so long, as a page does: its questions at once. */
async function askAgain(
  { origin }: Visoli,
  apiKey: string,
  seconds: number,
  timesMs: number[],
): Promise<void> {
  const urls = HEAVIEST.questions.map((asked) => {
    const parameters = Object.entries(asked).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `${origin}/api/v1/stats?${parameters.join("&")}`;
  });
  const end = performance.now() + seconds * 1_000;
  do {
    const start = performance.now();
    const texts = await Promise.all(urls.map((url) => getText(url, { Authorization: `Bearer ${apiKey}` })));
    timesMs.push(performance.now() - start);
    for (const text of texts) {
      const { totals } = JSON.parse(text) as { totals: { clicks: number } };
      if (totals.clicks === 0) throw new Error("the dashboard knows no clicks");
    }
  } while (performance.now() < end);
}

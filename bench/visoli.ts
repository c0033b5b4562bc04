import { join } from "node:path";
import { getText, untilAnswers } from "./http.ts";
import type { Service } from "./nginx.ts";
import { stop, treeOf } from "./processes.ts";
import { onEnd } from "./scope.ts";

export type Visoli = Service & { startSeconds: number; output(): Promise<string>; stop(): Promise<void> };
export type StartOptions = {
  root: string;
  folder: string;
  port: number;
  settings?: Record<string, string> | undefined;
};

/** Starts the service as its owner would, by `npm start`, with its data in the folder and every other setting at its default. */
export async function startVisoli({ root, folder, port, settings }: StartOptions): Promise<Visoli> {
  const start = performance.now();
  const log = Bun.file(join(folder, "visoli.log"));
  const child = Bun.spawn(["npm", "start", "--silent"], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      HOST: "127.0.0.1",
      PORT: `${port}`,
      DATA_DIR: join(folder, "data"),
      TRUST_PROXY: "1",
      LOG_LEVEL: "warn",
      ...settings,
    },
    stdio: ["ignore", log, log],
  });
  // npm passes no signal on while it has no terminal, so the server itself is told.
  const end = () => stop(child, treeOf(child.pid).at(-1));
  onEnd(end);
  const origin = `http://127.0.0.1:${port}`;
  await untilAnswers(child, `${origin}/healthz`).catch(async (error: unknown) => {
    throw new Error(`${error}\n${await log.text()}`);
  });
  const startSeconds = (performance.now() - start) / 1_000;
  return { origin, pids: treeOf(child.pid), startSeconds, output: () => log.text(), stop: end };
}

/** The numbers that the service gives of itself. */
export type Counters = { redirects: number; missing: number; ingested: number; hits: number; misses: number };

export async function readCounters({ origin }: Service): Promise<Counters> {
  const text = await getText(`${origin}/metrics`);
  const read = (name: string) => {
    const line = text.split("\n").find((each) => each.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? Number.NaN);
  };
  return {
    redirects: read('visoli_redirect_requests_total{outcome="redirect"}'),
    missing: read('visoli_redirect_requests_total{outcome="missing"}'),
    ingested: read("visoli_clicks_ingested_total"),
    hits: read('visoli_link_cache_total{result="hit"}'),
    misses: read('visoli_link_cache_total{result="miss"}'),
  };
}

/** All clicks that the statistics of the last day know, by the API. */
export async function clicksInStatistics({ origin }: Service, apiKey: string): Promise<number> {
  const text = await getText(`${origin}/api/v1/stats?include=bots`, { Authorization: `Bearer ${apiKey}` });
  return (JSON.parse(text) as { totals: { clicks: number } }).totals.clicks;
}

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Service } from "./nginx.ts";
import { stop } from "./processes.ts";
import { onEnd } from "./scope.ts";
import { type Asking, wrkScript } from "./wrk-script.ts";

export type Load = {
  asking: Asking;
  links: number;
  connections: number;
  seconds: number;
  apiKey?: string | undefined;
  /** Asks for this path and query alone. */
  path?: string | undefined;
  /** Without it as many as are answered. */
  perSecond?: number | undefined;
};

/** What wrk has seen. `refused` are answers from 400 up, `broken` are requests without an answer. */
export type LoadResult = {
  requests: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  longestMs: number;
  refused: number;
  broken: number;
  generatorCpuSeconds: number;
};

let seed = 1;

/** One thread of wrk against the service; every run draws other visitors. `interrupt` ends it early. */
export function startLoad(folder: string, { origin }: Service, load: Load) {
  const script = join(folder, `wrk-${seed}.lua`);
  const { connections, seconds, perSecond } = load;
  const pauseMs = perSecond && (connections / perSecond) * 1_000;
  writeFileSync(script, wrkScript({ ...load, pauseMs, host: new URL(origin).host, seed: seed++ }));
  const child = Bun.spawn(
    ["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "-s", script, origin],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  onEnd(() => stop(child));
  const result = Promise.all([child.stdout.text(), child.exited]).then(([output]) => resultOf(child, output));
  // Whoever awaits it hears of a failure; nobody does where something else has failed before.
  result.catch(() => {});
  return { result, interrupt: () => child.kill("SIGINT") };
}

function resultOf(child: Bun.Subprocess, output: string): LoadResult {
  const json = /^RESULT (.*)$/m.exec(output)?.[1];
  if (!json) throw new Error(`wrk ended with ${child.exitCode ?? child.signalCode}\n${output}`);
  const { requests, microseconds, p50, p99, longest, refused, broken } = JSON.parse(json) as Record<
    string,
    number
  >;
  const count = requests ?? 0;
  return {
    requests: count,
    perSecond: (count / (microseconds ?? 1)) * 1e6,
    p50Ms: (p50 ?? 0) / 1_000,
    p99Ms: (p99 ?? 0) / 1_000,
    longestMs: (longest ?? 0) / 1_000,
    refused: refused ?? 0,
    broken: broken ?? 0,
    generatorCpuSeconds: Number(child.resourceUsage()?.cpuTime.total ?? 0) / 1e6,
  };
}

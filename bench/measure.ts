import { type Load, type LoadResult, startLoad } from "./load.ts";
import type { Service } from "./nginx.ts";
import { cpuSeconds, type Memory, machineSeconds, memoryOf } from "./processes.ts";
import { type Counters, readCounters, type Visoli } from "./visoli.ts";

const DRAIN_LIMIT_MS = 120_000;
const SETTLE_LIMIT_MS = 15_000;

export type Run = LoadResult & {
  /** Requests that the service has answered: for Visoli as it counts them, for nginx those seen and those under way at the end. */
  answered: number;
  /** Clicks in the ledger; 0 where nothing is recorded. */
  clicks: number;
  cpuUs: number;
  /** From the end of the load until the last click was in the ledger. */
  drainSeconds: number;
  /** CPU per request that came after that, until the process was quiet: merges, garbage. Not part of `cpuUs`. */
  laterUs: number;
  peak: Memory;
  /** Cores that neither the service nor we used: above 0.2 the run is not to be trusted. */
  foreignCores: number;
};

/** One run against a service that records nothing. */
export async function measurePlain(folder: string, service: Service, load: Load): Promise<Run> {
  const watch = startWatch(service);
  const result = await startLoad(folder, service, load).result;
  const answered = result.requests + load.connections;
  const seen = watch.stop(result);
  return {
    ...result,
    ...seen,
    cpuUs: (seen.cpu / answered) * 1e6,
    answered,
    clicks: 0,
    drainSeconds: 0,
    laterUs: 0,
  };
}

/** One run against Visoli, with all the work that its clicks cause until they are in the ledger. */
export async function measureVisoli(folder: string, service: Visoli, load: Load): Promise<Run> {
  const before = await readCounters(service);
  const watch = startWatch(service);
  const result = await startLoad(folder, service, load).result;
  const end = performance.now();
  const now = await untilIngested(service, before);
  const drainSeconds = (performance.now() - end) / 1_000;
  const seen = watch.stop(result);
  const clicks = now.ingested - before.ingested;
  const missing = now.missing - before.missing;
  const answered = load.asking === "create" ? result.requests - result.refused : clicks + missing;
  const later = await settle(service);
  const cpuUs = (seen.cpu / answered) * 1e6;
  return { ...result, ...seen, cpuUs, answered, clicks, drainSeconds, laterUs: (later / answered) * 1e6 };
}

/** Waits until every click since then is in the ledger. @throws after two minutes */
export async function untilIngested(service: Visoli, before: Counters): Promise<Counters> {
  const start = performance.now();
  for (;;) {
    const now = await readCounters(service);
    if (now.redirects - before.redirects === now.ingested - before.ingested) return now;
    if (performance.now() - start > DRAIN_LIMIT_MS) throw new Error("the clicks do not reach the ledger");
    await Bun.sleep(50);
  }
}

/** Reads the CPU of the service and the machine from here to `stop`, and the most memory seen in between. */
export function startWatch({ pids }: Service) {
  const start = {
    at: performance.now(),
    cpu: cpuSeconds(pids),
    machine: machineSeconds(),
    own: ownSeconds(),
  };
  const peak: Memory = memoryOf(pids);
  const timer = setInterval(() => {
    const now = memoryOf(pids);
    peak.rssMb = Math.max(peak.rssMb, now.rssMb);
    peak.pssMb = Math.max(peak.pssMb, now.pssMb);
  }, 500);
  return {
    stop({ generatorCpuSeconds }: LoadResult) {
      clearInterval(timer);
      const seconds = (performance.now() - start.at) / 1_000;
      const cpu = cpuSeconds(pids) - start.cpu;
      const known = cpu + generatorCpuSeconds + ownSeconds() - start.own;
      const foreignCores = Math.max(0, (machineSeconds() - start.machine - known) / seconds);
      return { cpu, peak, foreignCores };
    },
  };
}

/** Waits until the process does next to nothing; gives back the CPU seconds it took until then. */
async function settle({ pids }: Service): Promise<number> {
  const start = cpuSeconds(pids);
  const end = performance.now() + SETTLE_LIMIT_MS;
  for (let last = start; performance.now() < end; ) {
    await Bun.sleep(1_000);
    const now = cpuSeconds(pids);
    if (now - last < 0.05) break;
    last = now;
  }
  return cpuSeconds(pids) - start;
}

function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

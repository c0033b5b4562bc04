import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;

/** The process and everything below it. */
export function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const fields = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (!fields) continue;
    const parent = Number(fields[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [pid];
  for (let at = 0; at < tree.length; at++) tree.push(...(children.get(tree[at] ?? 0) ?? []));
  return tree;
}

/** CPU seconds, user and system, of all threads of the processes since they began. */
export function cpuSeconds(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    const fields = statOf(pid);
    ticks += Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0);
  }
  return ticks / TICKS_PER_SECOND;
}

/** CPU seconds that the whole machine has worked, with what the host took away from it (steal). */
export function machineSeconds(): number {
  const line = readFileSync("/proc/stat", "utf8").split("\n", 1)[0] ?? "";
  const [, user, nice, system, , , irq, softirq, steal] = line.split(/\s+/).map(Number);
  return [user, nice, system, irq, softirq, steal].reduce<number>((sum, each) => sum + (each ?? 0), 0) / 100;
}

export type Memory = { rssMb: number; pssMb: number };

/** Resident and proportional memory of the processes together. */
export function memoryOf(pids: readonly number[]): Memory {
  const total = { rssMb: 0, pssMb: 0 };
  for (const pid of pids) {
    const rollup = readOrEmpty(`/proc/${pid}/smaps_rollup`);
    total.rssMb += Number(/^Rss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
    total.pssMb += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
  }
  return total;
}

/** Asks a child to end, and ends it if it does not within 30 s. */
export async function stop(child: Bun.Subprocess, signalled = child.pid): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const pids = treeOf(child.pid);
  signal(signalled, "SIGTERM");
  const isOver = await Promise.race([child.exited.then(() => true), Bun.sleep(30_000).then(() => false)]);
  if (!isOver) for (const pid of pids) signal(pid, "SIGKILL");
  await child.exited;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** The fields of /proc/PID/stat from the state on, or null once it has ended. */
function statOf(pid: number): string[] | null {
  const text = readOrEmpty(`/proc/${pid}/stat`);
  return text === "" ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

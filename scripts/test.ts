import { chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startClickHouse } from "../test/clickhouse.ts";
import { temporaryFolder } from "../test/engines.ts";
import { startPostgres } from "../test/postgres.ts";
import { startRedis } from "../test/redis.ts";
import type { Missing, Running } from "../test/server-process.ts";
import { add, type Counts, countRun, summary } from "./test-counts.ts";

const ROOT = join(import.meta.dir, "..");
const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

/** Two runs of `bun test`: what is beside the code, then whole journeys, which take longer. */
const RUNS = [
  { folders: ["packages", "scripts", "test"], timeoutMs: 30_000 },
  { folders: ["e2e"], timeoutMs: 180_000 },
];

/** The engines by name: under which variable their address goes to the tests, and how to start one. */
const ENGINES: [name: string, variable: string, start: () => Promise<Running | Missing>][] = [
  ["PostgreSQL", "TEST_POSTGRES_URL", startPostgres],
  ["ClickHouse", "TEST_CLICKHOUSE_URL", startClickHouse],
  ["Redis", "TEST_REDIS_URL", startRedis],
];

/** `npm test [-- PATTERN...]`: starts the engines, runs the test files whose path contains a pattern, prints the counts. */
async function main(patterns: string[]): Promise<number> {
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => interrupt.abort(signal));
  const folder = temporaryFolder();
  chmodSync(folder, 0o711);
  const engines = await Promise.allSettled(ENGINES.map(([, , start]) => start()));
  let counts = NOTHING;
  try {
    const { addresses, failed } = describeEngines(engines);
    counts = add(counts, { ...NOTHING, failed });
    // Whatever a test leaves in its temporary folders goes with this one.
    const environment = { ...process.env, ...addresses, TMPDIR: folder };
    for (const { folders, timeoutMs } of RUNS) {
      const files = testFiles(folders, patterns);
      if (files.length === 0 || interrupt.signal.aborted) continue;
      counts = add(counts, await runFiles(files, timeoutMs, environment, interrupt.signal));
    }
  } finally {
    const running = engines.flatMap((each) =>
      each.status === "fulfilled" && "stop" in each.value ? [each.value] : [],
    );
    await Promise.allSettled(running.map((each) => each.stop()));
  }
  if (interrupt.signal.aborted) {
    console.log(`interrupted by ${interrupt.signal.reason}`);
    counts = { ...counts, failed: Math.max(counts.failed, 1) };
  }
  if (counts.passed + counts.failed === 0) console.log("no test ran");
  console.log(summary(counts));
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

/** A missing engine is skipped by its tests; one that is there and does not start is a failure. */
function describeEngines(started: PromiseSettledResult<Running | Missing>[]) {
  const addresses: Record<string, string> = {};
  let failed = 0;
  for (const [index, [name, variable]] of ENGINES.entries()) {
    const engine = started[index];
    addresses[variable] = "";
    if (engine?.status !== "fulfilled") {
      failed++;
      console.log(`${name} did not start: ${engine?.reason}`);
    } else if ("missing" in engine.value) {
      console.log(`${name} is missing, its tests are skipped: ${engine.value.missing}`);
    } else addresses[variable] = engine.value.url;
  }
  return { addresses, failed };
}

function testFiles(folders: string[], patterns: string[]): string[] {
  const found = [...new Bun.Glob(`{${folders.join(",")}}/**/*.test.{ts,tsx}`).scanSync({ cwd: ROOT })];
  return found
    .filter((path) => !path.includes("node_modules/"))
    .filter((path) => patterns.length === 0 || patterns.some((pattern) => path.includes(pattern)))
    .sort();
}

async function runFiles(files: string[], timeoutMs: number, env: NodeJS.ProcessEnv, signal: AbortSignal) {
  const report = Bun.file(join(env.TMPDIR ?? tmpdir(), `report-${timeoutMs}.xml`));
  const reporter = ["--reporter=junit", `--reporter-outfile=${report.name}`];
  const child = Bun.spawn(
    // The leading ./ makes a path of what would otherwise be a pattern.
    [
      process.execPath,
      "test",
      "--no-orphans",
      `--timeout=${timeoutMs}`,
      ...reporter,
      ...files.map((file) => `./${file}`),
    ],
    { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"], signal, killSignal: "SIGTERM" },
  );
  const exitCode = await child.exited;
  if (child.signalCode) console.log(`bun test was ended by ${child.signalCode}`);
  return countRun({ files, exitCode, report: (await report.exists()) ? await report.text() : undefined });
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));

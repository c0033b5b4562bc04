import { chmodSync, closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { startClickHouse } from "../test/clickhouse.ts";
import { temporaryFolder } from "../test/engines.ts";
import { startPostgres } from "../test/postgres.ts";
import { startRedis } from "../test/redis.ts";
import type { Missing, Running } from "../test/server-process.ts";
import { add, type Counts, countRun, summary } from "./test-counts.ts";
import { type Job, jobsOf, LANES, runJobs } from "./test-jobs.ts";

const ROOT = join(import.meta.dir, "..");
const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

/** Where tests lie. */
const FOLDERS = ["packages", "scripts", "test", "e2e"];

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
    const jobs = jobsOf(testFiles(patterns));
    const isQuiet = jobs.length > 1;
    const runs = await runJobs(jobs, LANES, (job) => runJob(job, environment, interrupt.signal, isQuiet));
    counts = runs.reduce(add, counts);
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

function testFiles(patterns: string[]): string[] {
  const found = [...new Bun.Glob(`{${FOLDERS.join(",")}}/**/*.test.{ts,tsx}`).scanSync({ cwd: ROOT })];
  return found
    .filter((path) => !path.includes("node_modules/"))
    .filter((path) => patterns.length === 0 || patterns.some((pattern) => path.includes(pattern)))
    .sort();
}

/** Runs the job's files. What it writes comes at once, or, where others run beside it, when it has ended. */
async function runJob(
  { files, timeoutMs }: Job,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  isQuiet: boolean,
): Promise<Counts> {
  if (signal.aborted) return NOTHING;
  const folder = temporaryFolder();
  const report = Bun.file(join(folder, "report.xml"));
  const outputFile = join(folder, "output.txt");
  // To be written to at its end, by whoever of the process and its children writes.
  const output = isQuiet ? openSync(outputFile, "a") : "inherit";
  const child = Bun.spawn(
    // The leading ./ makes a path of what would otherwise be a pattern.
    [
      ...[process.execPath, "test", "--no-orphans", `--timeout=${timeoutMs}`],
      ...["--reporter=junit", `--reporter-outfile=${report.name}`],
      ...files.map((file) => `./${file}`),
    ],
    {
      ...{ cwd: ROOT, env: environment, signal, killSignal: "SIGTERM" },
      stdio: ["ignore", output, output],
    },
  );
  const exitCode = await child.exited;
  if (typeof output === "number") {
    closeSync(output);
    await Bun.write(Bun.stdout, Bun.file(outputFile));
  }
  if (child.signalCode) console.log(`bun test was ended by ${child.signalCode}`);
  return countRun({ files, exitCode, report: (await report.exists()) ? await report.text() : undefined });
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));

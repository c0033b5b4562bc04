export type Counts = { passed: number; failed: number; skipped: number };

export type Run = {
  /** The files that were to run, as they are named in the report. */
  files: string[];
  /** What `bun test --reporter=junit` wrote; undefined if it did not get that far. */
  report: string | undefined;
  exitCode: number;
};

/**
 * Counts what a run of `bun test` came to. Never counts a broken run as a good one: a file that is not in the report (it
 * could not be loaded, or has no test) is a failure, so is a missing report, and so is an exit code that nothing explains.
 */
export function countRun({ files, report, exitCode }: Run): Counts {
  const total = /<testsuites [^>]*>/.exec(report ?? "")?.[0];
  if (report === undefined || total === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const number = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(total)?.[1] ?? 0);
  const [tests, failures, skipped] = [number("tests"), number("failures"), number("skipped")];
  const reported = new Set(
    [...report.matchAll(/<testsuite [^>]*?\bfile="([^"]*)"/g)].map(([, file]) => file),
  );
  const absent = files.filter((file) => !reported.has(file)).length;
  const unexplained = exitCode !== 0 && failures + absent === 0 ? 1 : 0;
  return { passed: tests - failures - skipped, failed: failures + absent + unexplained, skipped };
}

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

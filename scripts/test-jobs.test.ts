import { describe, expect, test } from "bun:test";
import { type Job, jobsOf, runJobs } from "./test-jobs.ts";

const filesOf = (folder: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${folder}/${String(index).padStart(3, "0")}.test.ts`);

describe("jobsOf", () => {
  test("puts every file into one job, with others of its kind", () => {
    const files = [...filesOf("e2e", 37), ...filesOf("packages/server/src", 230), ...filesOf("test", 3)];
    const jobs = jobsOf(files);
    expect(jobs.flatMap((job) => job.files).sort()).toEqual([...files].sort());
    for (const { files: own, timeoutMs } of jobs) {
      expect(new Set(own.map((file) => file.startsWith("e2e/"))).size).toBe(1);
      expect(timeoutMs).toBe(own[0]?.startsWith("e2e/") ? 300_000 : 120_000);
    }
    const lengths = jobs.map((job) => job.files.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(40);
  });

  test("makes one job of a few files, and none of none", () => {
    expect(jobsOf(["e2e/a.test.ts", "e2e/b.test.ts"]).map(({ files }) => files)).toEqual([
      ["e2e/a.test.ts", "e2e/b.test.ts"],
    ]);
    expect(jobsOf([])).toEqual([]);
  });

  test("does not lose a file that lies elsewhere", () => {
    expect(() => jobsOf(["bench/a.test.ts"])).toThrow("bench/a.test.ts");
  });
});

describe("runJobs", () => {
  const jobs = filesOf("e2e", 9).map((file): Job => ({ files: [file], timeoutMs: 1 }));

  test("runs each once, no more at once than there are lanes, and keeps their order", async () => {
    let running = 0;
    let most = 0;
    const started: string[] = [];
    const results = await runJobs(jobs, 2, async ({ files: [file = ""] }) => {
      most = Math.max(most, ++running);
      started.push(file);
      // The first holds its lane for as long as the other lane takes for all others.
      while (file === jobs[0]?.files[0] && started.length < jobs.length) await Bun.sleep(1);
      running--;
      return file;
    });
    expect(results).toEqual(jobs.flatMap(({ files }) => files));
    expect(new Set(started).size).toBe(jobs.length);
    expect(started.length).toBe(jobs.length);
    expect(most).toBe(2);
  });

  test("tells of a job that cannot be run", async () => {
    const run = async () => {
      throw new Error("no bun");
    };
    await expect(runJobs(jobs, 2, run)).rejects.toThrow("no bun");
  });
});

import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { pino } from "pino";
import { every } from "./every.ts";

let logged: string[] = [];
const log = pino({ level: "info" }, { write: (line: string) => void logged.push(line) });

beforeEach(() => {
  logged = [];
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Lets the clock run on by that much, and what was started then go as far as it can. */
async function pass(timeMs: number): Promise<void> {
  jest.advanceTimersByTime(timeMs);
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

test("works after each pause, the first time too", async () => {
  let runs = 0;
  const job = every(1_000, log, "test", async () => void runs++);
  await pass(999);
  expect(runs).toBe(0);
  for (let expected = 1; expected <= 5; expected++) {
    await pass(expected === 1 ? 1 : 1_000);
    expect(runs).toBe(expected);
  }
  await job.stop();
});

test("never runs twice at once, however long a run takes; the pause begins at its end", async () => {
  let [runs, underway, most] = [0, 0, 0];
  let finish = () => {};
  const job = every(1_000, log, "test", async () => {
    runs++;
    most = Math.max(most, ++underway);
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    underway--;
  });
  await pass(1_000);
  await pass(100_000);
  expect([runs, most]).toEqual([1, 1]);
  finish();
  await pass(0);
  await pass(999);
  expect(runs).toBe(1);
  await pass(1);
  expect([runs, most]).toEqual([2, 1]);
  finish();
  await job.stop();
});

test("after failures it waits longer and longer up to the most, says so, and is quick again after a success", async () => {
  let [runs, isBroken] = [0, true];
  const work = async () => {
    runs++;
    if (isBroken) throw new Error("broken");
  };
  const job = every(1_000, log, "test", work, 5_000);
  await pass(1_000);
  for (const pause of [2_000, 4_000, 5_000, 5_000]) {
    const before = runs;
    await pass(pause - 1);
    expect(runs).toBe(before);
    await pass(1);
    expect(runs).toBe(before + 1);
  }
  expect(logged.filter((line) => line.includes("job failed"))).toHaveLength(5);
  isBroken = false;
  await pass(5_000);
  expect(logged.at(-1)).toContain("works again");
  const before = runs;
  await pass(1_000);
  expect(runs).toBe(before + 1);
  await job.stop();
});

test("work that throws before it begins is a failure like any other", async () => {
  const job = every(10, log, "test", () => {
    throw new Error("at once");
  });
  await pass(10);
  expect(logged.join()).toContain("at once");
  await job.stop();
});

test("stopping waits for the run that is under way and starts no other", async () => {
  let [runs, isStopped] = [0, false];
  let finish = () => {};
  const job = every(10, log, "test", () => {
    runs++;
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  await pass(10);
  const stopping = job.stop().then(() => {
    isStopped = true;
  });
  await pass(1_000);
  expect(isStopped).toBe(false);
  finish();
  await stopping;
  await pass(1_000);
  expect(runs).toBe(1);
});

test("stopped before its first run it never runs", async () => {
  let runs = 0;
  const job = every(10, log, "test", async () => void runs++);
  await job.stop();
  await pass(1_000);
  expect(runs).toBe(0);
});

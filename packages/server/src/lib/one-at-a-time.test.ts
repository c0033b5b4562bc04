import { expect, test } from "bun:test";
import { oneAtATime } from "./one-at-a-time.ts";

test("who asks while it is being done has it done once more, all together; a failure is for who asked", async () => {
  let running = 0;
  const ended: number[] = [];
  let fails = false;
  const work = oneAtATime(async () => {
    expect(++running).toBe(1);
    await Bun.sleep(1);
    running--;
    if (fails) throw new Error("no");
    ended.push(ended.length);
  });
  const first = work();
  await Promise.resolve();
  await Promise.all([first, work(), work(), work()]);
  expect(ended).toEqual([0, 1]);
  fails = true;
  expect(await work().catch((error: Error) => error.message)).toBe("no");
  fails = false;
  await work();
  expect(ended.length).toBe(3);
});

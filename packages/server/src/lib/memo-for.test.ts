import { expect, test } from "bun:test";
import { memoFor } from "./memo-for.ts";

test("computes once for all who ask meanwhile, and anew once it is old", async () => {
  let now = 0;
  const asked: string[] = [];
  const memo = memoFor({ ttlMs: 10, max: 2, now: () => now }, async (key) => asked.push(key));
  expect(await Promise.all([memo("a"), memo("a"), memo("b")])).toEqual([1, 1, 2]);
  now = 9;
  expect(await memo("a")).toBe(1);
  now = 10;
  expect(await memo("a")).toBe(3);
  expect(asked).toEqual(["a", "b", "a"]);
});

test("what failed is tried again", async () => {
  let times = 0;
  const memo = memoFor({ ttlMs: 10, max: 2, now: () => 0 }, async () => {
    times++;
    if (times === 1) throw new Error("away");
    return times;
  });
  await expect(memo("a")).rejects.toThrow("away");
  expect(await memo("a")).toBe(2);
});

import { expect, test } from "bun:test";
import { createMemo } from "./memo.ts";

test("remembers by key, and never answers with another key's value", () => {
  const memo = createMemo<number>(64);
  const keys = Array.from({ length: 1_000 }, (_, at) => 1 + at * 4_294_967);
  for (const key of keys) {
    expect(memo.get(key)).toBeUndefined();
    memo.set(key, key);
    expect(memo.get(key)).toBe(key);
  }
  const remembered = keys.filter((key) => memo.get(key) !== undefined);
  expect(remembered.length).toBeLessThanOrEqual(64);
  expect(remembered.every((key) => memo.get(key) === key)).toBe(true);
});

import { expect, test } from "bun:test";
import fc from "fast-check";
import { nonceCounter } from "./nonce.ts";

test("a time and a nonce are never handed out twice, wherever the clock goes", () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 1, max: 1_500 })), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(steps, (moves) => {
      let process = 0;
      const nonce = nonceCounter(() => process++);
      const seen = new Set<string>();
      let [at, count] = [1_000, 0];
      for (const [step, clicks] of moves) {
        at += step;
        for (let click = 0; click < clicks; click++) seen.add(`${at} ${nonce(at)}`);
        count += clicks;
      }
      expect(seen.size).toBe(count);
    }),
    { numRuns: 50 },
  );
});

test("it is a process's number, and 0 for the only click of a millisecond", () => {
  const nonce = nonceCounter(() => 5);
  expect([nonce(1), nonce(2), nonce(2), nonce(3)]).toEqual([20_480, 20_480, 20_481, 20_480]);
  const largest = nonceCounter(() => 2 ** 20 - 1);
  expect(Array.from({ length: 3_000 }, () => largest(1)).every((each) => each < 2 ** 32)).toBe(true);
});

import { expect, test } from "bun:test";
import fc from "fast-check";
import { randomText, toBase62 } from "./base62.ts";

test("numbers sort as their texts do, byte for byte", () => {
  const number = fc.maxSafeNat();
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [first, second] = [toBase62(a, 9), toBase62(b, 9)];
      expect(Buffer.compare(Buffer.from(first), Buffer.from(second))).toBe(Math.sign(a - b) as -1 | 0 | 1);
    }),
  );
});

test("is padded to the width, and zero is zeros", () => {
  expect(toBase62(0, 3)).toBe("000");
  expect(toBase62(61, 3)).toBe("00z");
  expect(toBase62(62, 3)).toBe("010");
});

test("random text has the length asked for and only characters of the alphabet, each about as often", () => {
  const alphabet = "abcdefg";
  const text = randomText(70_000, alphabet);
  expect(text).toHaveLength(70_000);
  expect(text).toMatch(/^[a-g]+$/);
  // 10,000 expected of each; the deviation is 93, so a fair source misses this by chance once in 10^20 runs.
  for (const letter of alphabet) expect(Math.abs(text.split(letter).length - 1 - 10_000)).toBeLessThan(900);
  expect(randomText(0)).toBe("");
});

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { visit } from "../../../../test/clicks.ts";
import type { Trigger } from "../core/visit.ts";
import { createDuplicates, type Duplicates } from "./duplicates.ts";

const WINDOW = 2_000;
const NOON = Date.UTC(2026, 0, 15, 12);
const ask = (duplicates: Duplicates, visitor: number, at: number, id = "lnk_1", trigger: Trigger = "") =>
  duplicates.isRepeated(visitor, visit({ at: NOON + at, trigger, link: { id } }));

describe("the same visitor at the same link", () => {
  test("is repeated within the window, which begins with the click that counts", () => {
    const duplicates = createDuplicates(WINDOW);
    const told = [0, 1, 1_999, 2_000, 3_999, 4_000, 9_000].map((at) => ask(duplicates, 7, at));
    expect(told).toEqual([false, true, true, false, true, false, false]);
  });

  test("is not where the clock was set back", () => {
    const duplicates = createDuplicates(WINDOW);
    ask(duplicates, 7, 0);
    expect(ask(duplicates, 7, -3_600_000)).toBe(false);
    expect(ask(duplicates, 7, -3_600_000 + 1)).toBe(true);
  });

  test("never is where the setting is 0", () => {
    const duplicates = createDuplicates(0);
    expect([0, 0, 0].map((at) => ask(duplicates, 7, at))).toEqual([false, false, false]);
  });
});

test("another visitor, another link and another way to it are others", () => {
  const duplicates = createDuplicates(WINDOW);
  ask(duplicates, 7, 0);
  expect(ask(duplicates, 8, 0)).toBe(false);
  expect(ask(duplicates, 7 + 2 ** 26, 0)).toBe(false);
  expect(ask(duplicates, 7 + 2 ** 51, 0)).toBe(false);
  expect(ask(duplicates, 7, 0, "lnk_2")).toBe(false);
  expect(ask(duplicates, 7, 0, "lnk_1", "qr")).toBe(false);
  expect(ask(duplicates, 7, 0, "lnk_1", "open")).toBe(false);
  expect(ask(duplicates, 7, 0)).toBe(true);
});

test("answers as a list of all clicks would", () => {
  const click = fc.record({
    visitor: fc.constantFrom(1, 2, 2 ** 52 - 1, 2 ** 26, 12_345_678_901),
    id: fc.constantFrom("lnk_1", "lnk_2", ""),
    trigger: fc.constantFrom<Trigger>("", "qr", "open"),
    after: fc.integer({ min: 0, max: 3_000 }),
  });
  fc.assert(
    fc.property(fc.array(click, { maxLength: 60 }), (clicks) => {
      const duplicates = createDuplicates(WINDOW);
      const counted = new Map<string, number>();
      let at = 0;
      for (const { visitor, id, trigger, after } of clicks) {
        at += after;
        const name = `${visitor} ${id} ${trigger}`;
        const isRepeated = at - (counted.get(name) ?? Number.NEGATIVE_INFINITY) < WINDOW;
        if (!isRepeated) counted.set(name, at);
        expect(ask(duplicates, visitor, at, id, trigger)).toBe(isRepeated);
      }
    }),
  );
});

test("a storm of visitors calls nobody a duplicate who is none, and most that are", () => {
  const duplicates = createDuplicates(WINDOW);
  const visitors = Array.from({ length: 60_000 }, (_, index) =>
    Number(BigInt(Bun.hash(`${index}`)) % 2n ** 52n),
  );
  expect(new Set(visitors).size).toBe(visitors.length);
  expect(visitors.filter((visitor) => ask(duplicates, visitor, 0)).length).toBe(0);
  expect(visitors.filter((visitor) => ask(duplicates, visitor, 1)).length).toBeGreaterThan(59_000);
});

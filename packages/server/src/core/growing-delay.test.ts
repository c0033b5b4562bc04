import { expect, test } from "bun:test";
import type { Window, Windows } from "../adapters/limits/windows.ts";
import { createGrowingDelay } from "./growing-delay.ts";

/** Windows by a clock of the test's own. */
function windowsAt(clock: { now: number }): Windows {
  const known = new Map<string, { count: number; end: number }>();
  const look = (name: string): Window | null => {
    const found = known.get(name);
    return found && found.end > clock.now ? { count: found.count, msLeft: found.end - clock.now } : null;
  };
  return {
    async add(name, durationS) {
      const end = look(name) ? (known.get(name)?.end ?? 0) : clock.now + durationS * 1_000;
      known.set(name, { count: (look(name)?.count ?? 0) + 1, end });
      return look(name) ?? { count: 0, msLeft: 0 };
    },
    look: async (name) => look(name),
    forget: async (name) => void known.delete(name),
  };
}

const SETTINGS = { free: 3, firstS: 2, mostS: 10, forgetS: 3_600 };

function open() {
  const clock = { now: 0 };
  const delay = createGrowingDelay(SETTINGS, { name: "test", windows: windowsAt(clock) });
  return { clock, ...delay };
}

test("some attempts are free, then each waits twice as long as the one before, up to the most", async () => {
  const { clock, take } = open();
  const waits: number[] = [];
  for (let count = 0; count < 3; count++) waits.push(await take("a"));
  for (let count = 0; count < 6; count++) {
    expect(await take("a")).toBe(0);
    const wait = await take("a");
    waits.push(wait);
    expect(await take("a")).toBe(wait);
    clock.now += wait * 1_000 - 1;
    expect(await take("a")).toBe(1);
    clock.now++;
  }
  expect(waits).toEqual([0, 0, 0, 2, 4, 8, 10, 10, 10]);
});

test("names have nothing to do with each other; a right attempt begins anew; all is forgotten in time", async () => {
  const { clock, take, clear } = open();
  for (let count = 0; count < 5; count++) await take("a");
  expect([await take("a"), await take("b")]).toEqual([2, 0]);
  await clear("a");
  for (let count = 0; count < 4; count++) expect(await take("a")).toBe(0);
  expect(await take("a")).toBe(2);
  clock.now += 3_600_000;
  for (let count = 0; count < 4; count++) expect(await take("a")).toBe(0);
});

test("of many at once no more are let in than one after the other", async () => {
  const delay = createGrowingDelay(SETTINGS);
  const waits = await Promise.all(Array.from({ length: 50 }, () => delay.take("a")));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(4);
});

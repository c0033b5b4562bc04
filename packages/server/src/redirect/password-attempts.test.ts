import { afterEach, expect, setSystemTime, test } from "bun:test";
import { createPasswordAttempts } from "./password-attempts.ts";

const START = Date.UTC(2026, 0, 15);
const MINUTE_MS = 60_000;
afterEach(() => void setSystemTime());

test("five wrong passwords are free, then each five more wait longer", async () => {
  setSystemTime(START);
  const attempts = createPasswordAttempts();
  const waits: number[] = [];
  let now = START;
  for (let round = 0; round < 9; round++) {
    for (let count = 0; count < 5; count++) expect(await attempts.begin("a", "192.0.2.1")).toBe(0);
    const wait = await attempts.begin("a", "192.0.2.1");
    expect(await attempts.begin("a", "192.0.2.1")).toBe(wait);
    waits.push(wait / 60);
    now += wait * 1_000 - MINUTE_MS;
    setSystemTime(now);
    expect(await attempts.begin("a", "192.0.2.1")).toBe(60);
    now += MINUTE_MS;
    setSystemTime(now);
  }
  expect(waits).toEqual([15, 30, 60, 120, 240, 480, 960, 1_440, 1_440]);
});

test("many at once are as many as one after the other", async () => {
  const attempts = createPasswordAttempts();
  const all = await Promise.all(Array.from({ length: 50 }, () => attempts.begin("a", "192.0.2.1")));
  expect(all.filter((wait) => wait === 0)).toHaveLength(5);
  expect(all.filter((wait) => wait > 0).every((wait) => wait > 890 && wait <= 900)).toBe(true);
});

test("links and addresses are apart, but one IPv6 network is one visitor", async () => {
  const attempts = createPasswordAttempts();
  const useUp = async (link: string, address: (index: number) => string) => {
    for (let index = 0; index < 5; index++) expect(await attempts.begin(link, address(index))).toBe(0);
  };
  await useUp("a", () => "192.0.2.1");
  expect(await attempts.begin("a", "192.0.2.2")).toBe(0);
  expect(await attempts.begin("b", "192.0.2.1")).toBe(0);
  await useUp("a", (index) => `2001:db8:1:2:${index}::1`);
  expect(await attempts.begin("a", "2001:db8:1:2:ffff::9")).toBeGreaterThan(0);
  expect(await attempts.begin("a", "2001:db8:1:3::1")).toBe(0);
});

test("the right password makes a fresh start", async () => {
  const attempts = createPasswordAttempts();
  for (let round = 0; round < 10; round++) {
    for (let count = 0; count < 5; count++) expect(await attempts.begin("a", "192.0.2.1")).toBe(0);
    await attempts.forgive("a", "192.0.2.1");
  }
  expect(await attempts.begin("a", "192.0.2.1")).toBe(0);
});

test("100 wrong ones in an hour close the link to all, and whoever waits uses up none", async () => {
  setSystemTime(START);
  const attempts = createPasswordAttempts();
  for (let count = 0; count < 200; count++) await attempts.begin("a", "192.0.2.1");
  let free = 5;
  for (let index = 0; index < 200; index++) {
    if ((await attempts.begin("a", `198.51.100.${index}`)) === 0) free++;
  }
  expect(free).toBe(100);
  expect(await attempts.begin("a", "203.0.113.1")).toBe(3_600);
  expect(await attempts.begin("b", "203.0.113.1")).toBe(0);
  setSystemTime(START + 60 * MINUTE_MS);
  expect(await attempts.begin("a", "203.0.113.1")).toBe(0);
});

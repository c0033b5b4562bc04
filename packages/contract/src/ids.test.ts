import { expect, test } from "bun:test";
import { newId } from "./ids.ts";

test("an id is its prefix, 8 characters of time, 3 of a count and 9 random ones", () => {
  expect(newId("lnk", Date.now())).toMatch(/^lnk_[0-9A-Za-z]{20}$/);
});

test("ids sort by age to the millisecond, up to the year 8888", () => {
  const times = [0, 1, 61, 62, Date.UTC(2027), Date.UTC(2027) + 1, Date.UTC(2100), Date.UTC(8888)];
  const ids = times.map((time) => newId("lnk", time));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids.map((id) => id.length))).toEqual(new Set([24]));
});

test("ids of one millisecond differ, and sort in the order in which they were made", () => {
  const ids = Array.from({ length: 10_000 }, () => newId("evt", 5));
  expect(new Set(ids).size).toBe(10_000);
  expect([...ids].sort()).toEqual(ids);
});

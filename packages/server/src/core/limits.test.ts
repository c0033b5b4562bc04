import { expect, test } from "bun:test";
import { createLimit } from "./limits.ts";

const take = async (limit: ReturnType<typeof createLimit>, address: string, times: number) => {
  const waits: number[] = [];
  for (let count = 0; count < times; count++) waits.push(await limit.take(address));
  return waits.filter((wait) => wait === 0).length;
};

test("each network has its own count; a network of IPv6 is its first 64 bits", async () => {
  const limit = createLimit({ perAddress: 3, total: 100, durationS: 3_600 }, "secret");
  expect(await take(limit, "192.0.2.1", 5)).toBe(3);
  expect(await take(limit, "192.0.2.2", 5)).toBe(3);
  expect(await take(limit, "2001:db8::1", 2)).toBe(2);
  expect(await take(limit, "2001:db8::2:3", 5)).toBe(1);
  expect(await limit.take("192.0.2.1")).toBeWithin(3_590, 3_601);
});

test("all together have one count, too, which refused ones do not use up", async () => {
  const limit = createLimit({ perAddress: 3, total: 5, durationS: 60 }, "secret");
  expect(await take(limit, "192.0.2.1", 50)).toBe(3);
  expect(await take(limit, "192.0.2.2", 50)).toBe(2);
  expect(await limit.take("192.0.2.3")).toBeWithin(50, 61);
});

test("many at once are as many as one after the other", async () => {
  const limit = createLimit({ perAddress: 5, total: 100, durationS: 60 }, "secret");
  const waits = await Promise.all(Array.from({ length: 50 }, () => limit.take("192.0.2.1")));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
});

test("it is over when the time is", async () => {
  const limit = createLimit({ perAddress: 1, total: 10, durationS: 1 }, "secret");
  expect(await limit.take("192.0.2.1")).toBe(0);
  const wait = await limit.take("192.0.2.1");
  expect(wait).toBe(1);
  await Bun.sleep(1_100);
  expect(await limit.take("192.0.2.1")).toBe(0);
});

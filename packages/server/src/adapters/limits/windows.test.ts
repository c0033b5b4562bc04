import { afterEach, describe, expect, setSystemTime, test } from "bun:test";
import { pino } from "pino";
import { freePort, redisUrl, until } from "../../../../../test/engines.ts";
import { startRedis } from "../../../../../test/redis.ts";
import { memoryWindows } from "./memory-windows.ts";
import { type OpenWindows, openWindows } from "./open-windows.ts";
import type { Windows } from "./windows.ts";

const log = pino({ enabled: false });
const opened: OpenWindows[] = [];
afterEach(() => {
  setSystemTime();
  for (const one of opened.splice(0)) one.close();
});

async function overRedis(url: string): Promise<Windows> {
  const one = openWindows(url, log);
  opened.push(one);
  await until(async () => one.pingRedis?.().then(() => true));
  return one.windows;
}
const fresh = () => crypto.randomUUID();

for (const [where, open] of [
  ["in memory", async () => memoryWindows()],
  ["in Redis", () => overRedis(redisUrl ?? "")],
] as const) {
  describe.skipIf(where === "in Redis" && !redisUrl)(`windows ${where}`, () => {
    test("count by name, each exactly, however many at once, and say what is left of the time", async () => {
      const windows = await open();
      const [one, other] = [fresh(), fresh()];
      const counted = await Promise.all(Array.from({ length: 100 }, () => windows.add(one, 60)));
      expect(counted.map(({ count }) => count).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 100 }, (_, place) => place + 1),
      );
      for (const { msLeft } of counted) expect(msLeft).toBeWithin(50_000, 60_001);
      expect((await windows.add(other, 3_600)).count).toBe(1);
      expect((await windows.look(one, 60))?.count).toBe(100);
      expect((await windows.look(other, 3_600))?.msLeft).toBeWithin(3_590_000, 3_600_001);
      await windows.forget(one);
      expect(await windows.look(one, 60)).toBeNull();
      expect((await windows.add(one, 60)).count).toBe(1);
    });

    test("begin anew once the time is over", async () => {
      const windows = await open();
      const name = fresh();
      await windows.add(name, 1);
      expect((await windows.add(name, 1)).count).toBe(2);
      await until(async () => (await windows.look(name, 1)) === null);
      expect((await windows.add(name, 1)).count).toBe(1);
    });

    test("a clock that is set back or on says nothing wrong, and nobody waits for it", async () => {
      const windows = await open();
      const [back, on] = [fresh(), fresh()];
      for (const name of [back, on]) await windows.add(name, 1);
      const now = Date.now();
      setSystemTime(now - 3_600_000);
      expect((await windows.add(back, 1)).msLeft).toBeWithin(1, 1_001);
      await until(async () => (await windows.add(back, 1)).count === 1);
      setSystemTime(now + 3_600_000);
      expect((await windows.add(on, 1)).msLeft).toBeWithin(1, 1_001);
    });
  });
}

describe.skipIf(!redisUrl)("windows of several nodes", () => {
  test("are one; what is written there goes by itself", async () => {
    const [one, other] = [await overRedis(redisUrl ?? ""), await overRedis(redisUrl ?? "")];
    const name = fresh();
    expect((await one.add(name, 60)).count).toBe(1);
    expect((await other.add(name, 60)).count).toBe(2);
  });
});

describe.skipIf(!Bun.which("redis-server"))("windows over a Redis that comes and goes", () => {
  test("that never was there: counted in memory, at once", async () => {
    const one = openWindows(`redis://127.0.0.1:${await freePort()}`, log);
    opened.push(one);
    const counts = await Promise.all(Array.from({ length: 50 }, () => one.windows.add("a", 60)));
    expect(counts.at(-1)?.count).toBe(50);
    expect(one.pingRedis?.()).rejects.toThrow();
  });

  test("that goes: counted in memory until it is back, and said once", async () => {
    const redis = await startRedis();
    if ("missing" in redis) return;
    const said: string[] = [];
    const one = openWindows(
      redis.url,
      pino({}, { write: (line: string) => void said.push(JSON.parse(line).msg) }),
    );
    opened.push(one);
    await until(async () => one.pingRedis?.().then(() => true));
    expect((await one.windows.add("a", 60)).count).toBe(1);
    await redis.stop();
    const counts = [];
    for (let count = 0; count < 20; count++) counts.push((await one.windows.add("a", 60)).count);
    expect(counts).toEqual(Array.from({ length: 20 }, (_, place) => place + 1));
    expect(said).toEqual([expect.stringContaining("Redis is away")]);
  });

  test("that is there but does not answer: nobody waits long", async () => {
    const silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
    const one = openWindows(`redis://127.0.0.1:${silent.port}`, log);
    opened.push(one);
    expect((await one.windows.add("a", 60)).count).toBe(1);
    expect((await one.windows.add("a", 60)).count).toBe(2);
    silent.stop(true);
  });
});

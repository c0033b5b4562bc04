import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { forEachDatabase } from "../../../../test/context.ts";
import { createSalts } from "../clicks/salts.ts";
import { DAY_MS } from "../lib/time.ts";
import { renewSalts } from "./salts.ts";

forEachDatabase("renewSalts", (world) => {
  const midnight = Date.UTC(2027, 0, 16);
  const days = async () =>
    (await world().ctx.db.selectFrom("visitor_salts").select("day").orderBy("day").execute()).map(
      (row) => row.day,
    );

  test("all nodes have one salt a day, whoever asks first, and another the next day", async () => {
    const { ctx, clock } = world();
    const nodes = Array.from({ length: 8 }, createSalts);
    await Promise.all(nodes.map((salts) => renewSalts(ctx, salts)));
    const today = new Set(nodes.map((salts) => salts.of(clock.now)));
    expect(today.size).toBe(1);
    clock.now += DAY_MS;
    await Promise.all(nodes.map((salts) => renewSalts(ctx, salts)));
    const tomorrow = new Set(nodes.map((salts) => salts.of(clock.now)));
    expect(tomorrow.size).toBe(1);
    expect([...tomorrow]).not.toEqual([...today]);
    expect([...tomorrow][0]).toMatch(/^[0-9a-f]{32}$/);
  });

  test("tomorrow's salt is there ten minutes before midnight, and not earlier", async () => {
    const { ctx, clock } = world();
    await ctx.db.deleteFrom("visitor_salts").execute();
    const salts = createSalts();
    clock.now = midnight - 600_001;
    await renewSalts(ctx, salts);
    expect(await days()).toEqual(["2027-01-15"]);
    clock.now = midnight - 600_000;
    await renewSalts(ctx, salts);
    expect(await days()).toEqual(["2027-01-15", "2027-01-16"]);
    const ahead = salts.of(midnight);
    clock.now = midnight;
    await renewSalts(ctx, salts);
    expect([salts.of(midnight), await days()]).toEqual([ahead, ["2027-01-16"]]);
  });

  test("yesterday's salt is nowhere any more: not in the table, not in a file of the database", async () => {
    const { ctx, clock } = world();
    await ctx.db.deleteFrom("visitor_salts").execute();
    const salts = createSalts();
    await renewSalts(ctx, salts);
    const { salt } = await ctx.db.selectFrom("visitor_salts").select("salt").executeTakeFirstOrThrow();
    clock.now += DAY_MS;
    await renewSalts(ctx, salts);
    expect(await days()).toEqual(["2027-01-16"]);
    expect(salts.of(clock.now - DAY_MS)).not.toBe(salt);
    if (ctx.config.database.kind === "postgres") return;
    const folder = dirname(ctx.config.database.file);
    for (const file of readdirSync(folder).filter((name) => name.startsWith("visoli.db"))) {
      expect([file, readFileSync(join(folder, file)).includes(salt)]).toEqual([file, false]);
    }
  });
});

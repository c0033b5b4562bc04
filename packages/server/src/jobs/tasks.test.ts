import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { claimTasks, endTask, insertTasks, type Task } from "../db/tasks.ts";
import { HOUR_MS, MINUTE_MS } from "../lib/time.ts";
import { type DoTask, doTasks } from "./tasks.ts";

forEachDatabase("tasks", (world) => {
  const kindOf = () => world().ctx.config.database.kind;
  const insert = async (count: number, kind = world().operator.workspaceId) => {
    const { ctx, clock, operator } = world();
    const tasks = Array.from({ length: count }, (_, place): Task => {
      const rest = { workspace_id: operator.workspaceId, run_at: clock.now, attempts: 0 };
      return { kind, link_id: `lnk_${place}`, ...rest };
    });
    await insertTasks(ctx.db, kindOf(), tasks);
  };
  // What another test of this database left over is of another kind, and ends as unknown.
  const run = (work: DoTask) => doTasks(world().ctx, { [world().operator.workspaceId]: work });
  const left = () =>
    world()
      .ctx.db.selectFrom("tasks")
      .selectAll()
      .where("kind", "=", world().operator.workspaceId)
      .orderBy("link_id")
      .execute();

  test("each is done once, by however many workers at once", async () => {
    await insert(100);
    const done: string[] = [];
    const work = async ({ link_id }: Task) => {
      await Bun.sleep(0);
      done.push(link_id);
    };
    await Promise.all([run(work), run(work), run(work)]);
    expect(done.toSorted()).toEqual([...new Set(done)].sort());
    expect(done).toHaveLength(100);
    expect(await left()).toEqual([]);
  });

  test("a claim takes as many as it may, and none that is claimed", async () => {
    const { ctx, clock } = world();
    await insert(20);
    const claim = { now: clock.now, until: clock.now + MINUTE_MS, limit: 8 };
    const claims = await Promise.all([1, 2, 3, 4].map(() => claimTasks(ctx.db, kindOf(), claim)));
    const ids = claims.flat().map(({ link_id }) => link_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(20);
    for (const some of claims) expect(some.length).toBeLessThanOrEqual(8);
    expect(await claimTasks(ctx.db, kindOf(), claim)).toEqual([]);
    // Whoever claimed them has broken off.
    const later = { ...claim, now: clock.now + MINUTE_MS, until: clock.now + 2 * MINUTE_MS, limit: 50 };
    const again = await claimTasks(ctx.db, kindOf(), later);
    expect(again.map(({ attempts }) => attempts)).toEqual(Array(20).fill(2));
    for (const task of again) await endTask(ctx.db, task);
  });

  test("one that fails is tried again, later and later, and given up after the fifth time", async () => {
    const { clock, logged } = world();
    await insert(1);
    const start = clock.now;
    const tries: number[] = [];
    const work = async () => {
      tries.push((clock.now - start) / MINUTE_MS);
      throw new Error("not this time");
    };
    for (let minute = 0; minute < 120; minute++) {
      await run(work);
      clock.now += MINUTE_MS;
    }
    expect(tries).toEqual([0, 1, 5, 21, 85]);
    expect(await left()).toEqual([]);
    expect(logged.filter((line) => line.includes("task failed"))).toHaveLength(5);
  });

  test("one that ends the process each time is given up, too", async () => {
    const { ctx, clock } = world();
    await insert(1);
    for (let time = 0; time < 5; time++) {
      const claim = { now: clock.now, until: clock.now + MINUTE_MS, limit: 8 };
      expect(await claimTasks(ctx.db, kindOf(), claim)).toHaveLength(1);
      clock.now += MINUTE_MS;
    }
    let tries = 0;
    await run(async () => void tries++);
    expect([tries, await left()]).toEqual([0, []]);
  });

  test("one that is asked for anew meanwhile is done once more, and not held up by failing", async () => {
    const { clock } = world();
    for (const fails of [false, true]) {
      await insert(1);
      let tries = 0;
      const work = async () => {
        if (++tries > 1) return;
        clock.now += 1;
        await insert(1);
        if (fails) throw new Error("but asked for anew");
      };
      await run(work);
      expect((await left()).map(({ attempts }) => attempts)).toEqual([0]);
      await run(work);
      expect([tries, await left()]).toEqual([2, []]);
    }
  });

  test("what is not due waits; what nobody knows any more goes", async () => {
    const { clock } = world();
    await insert(1);
    clock.now -= HOUR_MS;
    let tries = 0;
    await run(async () => void tries++);
    expect([tries, (await left()).length]).toEqual([0, 1]);
    clock.now += HOUR_MS;
    await doTasks(world().ctx, {});
    expect(await left()).toEqual([]);
  });
});

import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { emit } from "../core/outbox.ts";
import { readOutbox } from "../db/outbox.ts";
import { relay } from "./relay.ts";

forEachDatabase("relay", (world) => {
  const emitMany = async (count: number) => {
    const { ctx, operator, clock } = world();
    for (let index = 0; index < count; index++) {
      clock.now++;
      const event = { type: "link.created", workspaceId: operator.workspaceId, data: { index } } as const;
      await ctx.db.transaction().execute((trx) => emit(ctx, trx, event));
    }
  };
  const told = () =>
    world()
      .logged.map((line) => JSON.parse(line))
      .filter((entry) => entry.msg === "event" && entry.workspace === world().operator.workspaceId);

  test("tells of every event once, oldest first, and takes it out", async () => {
    const { ctx } = world();
    await relay(ctx);
    await emitMany(250);
    await relay(ctx);
    const ids = told().map((entry) => entry.id);
    expect(ids).toHaveLength(250);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(await readOutbox(ctx.db, 1_000)).toEqual([]);
    await relay(ctx);
    expect(told()).toHaveLength(250);
  });

  test("a reaction that fails leaves the events where they are, for the next time", async () => {
    const { ctx } = world();
    await relay(ctx);
    await emitMany(3);
    const log = Object.assign(Object.create(ctx.log), {
      info: () => {
        throw new Error("nobody listens");
      },
    });
    await expect(relay({ ...ctx, log })).rejects.toThrow("nobody listens");
    expect(await readOutbox(ctx.db, 10)).toHaveLength(3);
    await relay(ctx);
    expect(told()).toHaveLength(3);
  });

  test("an event of a type that nobody knows any more does not hold up the others", async () => {
    const { ctx, operator, clock } = world();
    await relay(ctx);
    const old = {
      id: "evt_0",
      workspace_id: operator.workspaceId,
      type: "link.painted",
      data: "{}",
      created_at: clock.now,
    };
    await ctx.db.insertInto("outbox").values(old).execute();
    await emitMany(1);
    await relay(ctx);
    expect(told().map((entry) => entry.event)).toEqual(["link.painted", "link.created"]);
    expect(await readOutbox(ctx.db, 10)).toEqual([]);
  });
});

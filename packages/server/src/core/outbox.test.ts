import { expect, test } from "bun:test";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import { readOutbox, removeFromOutbox } from "../db/outbox.ts";
import { audit } from "./audit.ts";
import { emit } from "./outbox.ts";

forEachDatabase("audit and outbox", (world) => {
  const event = () => ({
    type: "link.deleted" as const,
    workspaceId: world().operator.workspaceId,
    data: { id: "lnk_ü" },
  });

  test("what is written down goes with the transaction that fails", async () => {
    const { ctx, operator } = world();
    const before = await countRows(world());
    const failing = ctx.db.transaction().execute(async (trx) => {
      await audit(ctx, trx, operator, { action: "link.delete", subject: "lnk_x" });
      await emit(ctx, trx, event());
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await countRows(world())).toEqual(before);
  });

  test("an audit entry says who, what, to what and when", async () => {
    const { ctx, clock } = world();
    const { actor, id } = await world().key();
    await ctx.db
      .transaction()
      .execute((trx) =>
        audit(ctx, trx, actor, { action: "a.b", subject: "lnk_s", changes: { title: null } }),
      );
    const entries = await ctx.db.selectFrom("audit_log").selectAll().where("subject", "=", "lnk_s").execute();
    expect(entries).toMatchObject([
      {
        workspace_id: actor.workspaceId,
        actor: id,
        action: "a.b",
        changes: '{"title":null}',
        created_at: clock.now,
      },
    ]);
  });

  test("events are read oldest first, as many as asked for, until they are taken out", async () => {
    const { ctx, clock } = world();
    await ctx.db.deleteFrom("outbox").execute();
    for (let index = 0; index < 5; index++) {
      clock.now++;
      await ctx.db.transaction().execute((trx) => emit(ctx, trx, { ...event(), data: { index } }));
    }
    const indexes = async (limit: number) =>
      (await readOutbox(ctx.db, limit)).map((row) => JSON.parse(row.data).index);
    expect(await indexes(3)).toEqual([0, 1, 2]);
    await removeFromOutbox(
      ctx.db,
      (await readOutbox(ctx.db, 2)).map((row) => row.id),
    );
    await removeFromOutbox(ctx.db, []);
    expect(await indexes(10)).toEqual([2, 3, 4]);
  });
});

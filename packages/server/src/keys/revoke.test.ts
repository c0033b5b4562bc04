import { expect, test } from "bun:test";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { revokeKey } from "./revoke.ts";

forEachDatabase("revokeKey", (world) => {
  test("shows the key with the time it was revoked", async () => {
    const { ctx, operator, clock } = world();
    const { id } = await world().key();
    expect(await revokeKey(ctx, operator, id)).toMatchObject({
      id,
      revokedAt: new Date(clock.now).toISOString(),
    });
  });

  test("a second time changes nothing: neither the time nor the audit log nor the events", async () => {
    const { ctx, operator, clock } = world();
    const { id } = await world().key();
    const first = await revokeKey(ctx, operator, id);
    const before = await countRows(world());
    clock.now += 60_000;
    expect(await revokeKey(ctx, operator, id)).toEqual(first);
    expect(await countRows(world())).toEqual(before);
  });

  test("ten at once write one audit entry", async () => {
    const { ctx, operator } = world();
    const { id } = await world().key();
    await Promise.all(Array.from({ length: 10 }, () => revokeKey(ctx, operator, id)));
    const entries = await ctx.db.selectFrom("audit_log").select("action").where("subject", "=", id).execute();
    expect(entries.map((entry) => entry.action).sort()).toEqual(["key.create", "key.revoke"]);
  });

  test("another workspace's key is not there, and goes on working", async () => {
    const theirs = await (await world().stranger()).key();
    const { text: key } = await world().key();
    const before = await countRows(world());
    for (const id of [theirs.id, "key_none", "%25"]) {
      const response = await ask(world(), "DELETE", `/api/v1/keys/${id}`, { key });
      expect([response.status, await response.json()]).toEqual([
        404,
        expect.objectContaining({ code: "key.not_found" }),
      ]);
    }
    expect(await countRows(world())).toEqual(before);
    expect((await ask(world(), "GET", "/api/v1/links", { key: theirs.text })).status).toBe(200);
  });

  test("needs the scope keys:write", async () => {
    const { actor, id } = await world().key("keys:read");
    await expect(revokeKey(world().ctx, actor, id)).rejects.toMatchObject({ code: "auth.missing_scope" });
  });
});

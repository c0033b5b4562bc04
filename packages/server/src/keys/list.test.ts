import { expect, test } from "bun:test";
import { KeySchema } from "@visoli/contract/key";
import { forEachDatabase } from "../../../../test/context.ts";
import { createKey } from "./create.ts";
import { listKeys } from "./list.ts";
import { revokeKey } from "./revoke.ts";

forEachDatabase("listKeys", (world) => {
  const list = (query: { limit: number; cursor?: string | undefined }, actor = world().operator) =>
    listKeys(world().ctx, actor, query);

  test("shows every key once over its pages, newest first, revoked and expired ones too", async () => {
    const { ctx, operator, clock } = world();
    const made: string[] = [];
    for (let index = 0; index < 7; index++) {
      clock.now++;
      made.push(
        (
          await createKey(ctx, operator, {
            name: `${index}`,
            expiresAt: new Date(clock.now + index).toISOString(),
          })
        ).id,
      );
    }
    await revokeKey(ctx, operator, made[3] ?? "");
    clock.now += 1_000;
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await list({ limit: 3, cursor });
      seen.push(...page.data.map((key) => KeySchema.strict().parse(key).id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(made.reverse());
  });

  test("shows no other workspace's keys", async () => {
    const { operator } = await world().stranger();
    await createKey(world().ctx, operator, { name: "theirs" });
    expect((await list({ limit: 100 })).data).toEqual([]);
    expect((await list({ limit: 100 }, operator)).data).toHaveLength(1);
  });

  test("needs the scope keys:read", async () => {
    const { actor } = await world().key("keys:write");
    await expect(listKeys(world().ctx, actor, { limit: 1 })).rejects.toMatchObject({
      code: "auth.missing_scope",
    });
  });
});

import { expect, test } from "bun:test";
import { countRows, createDatabase, forEachDatabase, openBase } from "../../../../test/context.ts";
import { hasSetupToken } from "../db/setup.ts";
import { sha256 } from "../lib/hash.ts";
import { ensureWorkspace, welcomeOwner } from "./ensure.ts";

forEachDatabase("ensureWorkspace", (world) => {
  const openEmpty = async () =>
    openBase(world().ctx.config.database.kind === "postgres" ? await createDatabase() : undefined);

  test("ten at once on an empty database make one workspace and one setup token", async () => {
    const base = await openEmpty();
    const all = await Promise.all(Array.from({ length: 10 }, () => welcomeOwner(base.ctx)));
    expect(new Set(all.map((each) => each.id)).size).toBe(1);
    expect(all.filter((each) => each.setupToken !== null)).toHaveLength(1);
    expect(await countRows(base)).toMatchObject({ workspaces: 1, setup_tokens: 1 });
    await base.close();
  });

  test("the setup token is kept as its hash alone, and is not given a second time", async () => {
    const base = await openEmpty();
    const { id, setupToken } = await welcomeOwner(base.ctx);
    expect(setupToken).toMatch(/^[0-9A-Za-z]{32}$/);
    expect(await hasSetupToken(base.ctx.db, sha256(setupToken ?? ""), 0)).toBe(true);
    const rows = await base.ctx.db.selectFrom("setup_tokens").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(setupToken ?? "");
    expect(await welcomeOwner(base.ctx)).toEqual({ id, setupToken: null });
    await base.close();
  });

  test("a workspace that the operator made before is welcomed all the same", async () => {
    const base = await openEmpty();
    const { id } = await ensureWorkspace(base.ctx);
    expect(await welcomeOwner(base.ctx)).toEqual({
      id,
      setupToken: expect.stringMatching(/^[0-9A-Za-z]{32}$/),
    });
    expect(await ensureWorkspace(base.ctx)).toEqual({ id });
    await base.close();
  });
});

import { expect, test } from "bun:test";
import {
  countRows,
  createDatabase,
  forEachDatabase,
  openBase,
  testConfig,
} from "../../../../test/context.ts";
import type { DatabaseConfig } from "../config.ts";
import { openDatabase } from "./open.ts";

const ignore = () => {};

forEachDatabase("openDatabase", (world) => {
  const isPostgres = () => world().ctx.config.database.kind === "postgres";
  const fresh = async (): Promise<DatabaseConfig> =>
    testConfig(isPostgres() ? await createDatabase() : undefined).database;

  test("a second opening finds everything as it was", async () => {
    const config = await fresh();
    const first = await openDatabase(config, ignore);
    await first.db
      .insertInto("workspaces")
      .values({ id: "ws_1", name: "kept", created_at: 1_900_000_000_000, settings: null })
      .execute();
    await first.close();
    const second = await openDatabase(config, ignore);
    const rows = await second.db.selectFrom("workspaces").selectAll().execute();
    expect(rows).toMatchObject([{ id: "ws_1", name: "kept", created_at: 1_900_000_000_000, settings: null }]);
    await second.close();
  });

  test("nodes that start on one empty database at once all find its tables", async () => {
    if (!isPostgres()) return;
    const config = await fresh();
    const nodes = await Promise.all(Array.from({ length: 5 }, () => openDatabase(config, ignore)));
    for (const node of nodes) await node.ping();
    await Promise.all(nodes.map((node) => node.close()));
  });

  test("the schema holds what it promises: ids and slugs compare byte for byte", async () => {
    const { ctx, operator } = world();
    const row = (slug: string) => ({
      ...{
        id: `lnk_${slug}`,
        workspace_id: operator.workspaceId,
        domain: "d",
        slug,
        url: "u",
        external_id: null,
      },
      ...{ expires_at: null, title: null, created_at: 0, updated_at: 0, deleted_at: null },
    });
    for (const slug of ["b", "A", "a", "_", "é"])
      await ctx.db.insertInto("links").values(row(slug)).execute();
    const sorted = await ctx.db
      .selectFrom("links")
      .select("slug")
      .where("domain", "=", "d")
      .orderBy("id")
      .execute();
    expect(sorted.map((each) => each.slug).join("")).toBe("A_abé");
  });

  test("a row of a workspace that does not exist is refused, and goes with its workspace", async () => {
    const { ctx } = world();
    const tag = { id: "tag_x", name: "x", created_at: 0 };
    const orphan = ctx.db
      .insertInto("tags")
      .values({ ...tag, workspace_id: "ws_none" })
      .execute();
    await expect(orphan).rejects.toThrow();
    const { operator } = await world().stranger();
    await ctx.db
      .insertInto("tags")
      .values({ ...tag, workspace_id: operator.workspaceId })
      .execute();
    await ctx.db.deleteFrom("workspaces").where("id", "=", operator.workspaceId).execute();
    expect(await ctx.db.selectFrom("tags").select("id").where("id", "=", "tag_x").execute()).toEqual([]);
  });

  test("a transaction that throws leaves nothing, and the next one works", async () => {
    const before = await countRows(world());
    const failing = world()
      .ctx.db.transaction()
      .execute(async (trx) => {
        await trx.insertInto("visitor_salts").values({ day: "2020-01-01", salt: "x" }).execute();
        throw new Error("changed my mind");
      });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await countRows(world())).toEqual(before);
  });

  test("the redirect's look-up sees what is committed and nothing before that", async () => {
    const { ctx, database, operator } = world();
    const row = {
      id: "lnk_c",
      workspace_id: operator.workspaceId,
      domain: "d",
      slug: "committed",
      url: "u",
      created_at: 0,
      updated_at: 0,
    };
    const seen: unknown[] = [];
    await ctx.db.transaction().execute(async (trx) => {
      await trx
        .insertInto("links")
        .values({ ...row, external_id: null, expires_at: 5, title: null, deleted_at: null })
        .execute();
      const address = { domain: "d", slug_key: "committed", slug: "Committed", is_alias: 0 };
      await trx
        .insertInto("addresses")
        .values({ ...address, workspace_id: operator.workspaceId, link_id: row.id })
        .execute();
      seen.push(await database.lookup("d", "committed"));
    });
    seen.push(await database.lookup("d", "committed"));
    expect(seen).toEqual([
      null,
      {
        ...{ id: "lnk_c", workspaceId: operator.workspaceId, domain: "d", slug: "Committed", url: "u" },
        ...{ startsAt: null, expiresAt: 5, disabledAt: null, blockedAt: null, title: null, settings: null },
      },
    ]);
    expect([await database.lookup("d", "Committed"), await database.lookup("e", "committed")]).toEqual([
      null,
      null,
    ]);
  });

  test("a database that cannot be opened says so at once", async () => {
    const config: DatabaseConfig = isPostgres()
      ? { kind: "postgres", url: "postgres://postgres@127.0.0.1:1/none" }
      : { kind: "sqlite", file: "/dev/null/visoli.db" };
    await expect(openDatabase(config, ignore)).rejects.toThrow();
  });

  test("after it was closed it does not answer", async () => {
    const base = await openBase(isPostgres() ? await createDatabase() : undefined);
    await base.database.ping();
    await base.close();
    await expect(base.database.ping()).rejects.toThrow();
  });
});

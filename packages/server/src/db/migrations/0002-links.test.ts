import { expect, test } from "bun:test";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { createDatabase, forEachDatabase, testConfig } from "../../../../../test/context.ts";
import type { DatabaseConfig } from "../../config.ts";
import { findLink } from "../links.ts";
import { openDatabase } from "../open.ts";
import { postgresDialect } from "../postgres.ts";
import { openSqlite, sqliteDialect } from "../sqlite.ts";
import { start } from "./0001-start.ts";

const LINKS = [
  {
    id: "lnk_1",
    slug: "Alpha",
    external_id: "one",
    deleted_at: null,
    title: "first",
    version: 3,
    expires_at: 99,
  },
  {
    id: "lnk_2",
    slug: "größe",
    external_id: null,
    deleted_at: null,
    title: null,
    version: 1,
    expires_at: null,
  },
  { id: "lnk_3", slug: "gone", external_id: "one", deleted_at: 7, title: null, version: 2, expires_at: null },
];

forEachDatabase("migration 0002", (world) => {
  // biome-ignore lint/suspicious/noExplicitAny: the schema of an earlier day
  function openOld(config: DatabaseConfig): Kysely<any> {
    if (config.kind === "sqlite") return new Kysely({ dialect: sqliteDialect(openSqlite(config.file)) });
    return new Kysely({ dialect: postgresDialect(config.url, () => {}) });
  }

  /** A database as the version before left it, with links of two workspaces. */
  async function oldDatabase(): Promise<DatabaseConfig> {
    const isPostgres = world().ctx.config.database.kind === "postgres";
    const config = testConfig(isPostgres ? await createDatabase() : undefined).database;
    const db = openOld(config);
    const migrations = { "0001-start": start(config.kind) };
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    expect((await migrator.migrateToLatest()).error).toBeUndefined();
    for (const id of ["ws_1", "ws_2"])
      await db.insertInto("workspaces").values({ id, name: id, created_at: 1 }).execute();
    const rest = { domain: "", url: "https://example.com/", created_at: 1, updated_at: 2 };
    for (const link of LINKS)
      await db
        .insertInto("links")
        .values({ ...link, ...rest, workspace_id: "ws_1" })
        .execute();
    const other = { id: "lnk_9", slug: "alpha", external_id: "one", ...rest, workspace_id: "ws_2" };
    await db.insertInto("links").values(other).execute();
    await db
      .insertInto("tags")
      .values({ id: "tag_1", workspace_id: "ws_1", name: "t", created_at: 1 })
      .execute();
    await db.insertInto("link_tags").values({ link_id: "lnk_1", tag_id: "tag_1" }).execute();
    await db.destroy();
    return config;
  }

  test("finds every link by the slug that it had, and deleted ones keep theirs", async () => {
    const { db, lookup, close } = await openDatabase(await oldDatabase(), () => {});
    expect(await lookup("", "Alpha")).toMatchObject({
      id: "lnk_1",
      workspaceId: "ws_1",
      slug: "Alpha",
      expiresAt: 99,
    });
    expect(await lookup("", "alpha")).toMatchObject({ id: "lnk_9", workspaceId: "ws_2" });
    expect(await lookup("", "größe")).toMatchObject({
      id: "lnk_2",
      startsAt: null,
      settings: null,
      disabledAt: null,
    });
    expect(await lookup("", "gone")).toBeNull();
    const addresses = await db.selectFrom("addresses").selectAll().orderBy("link_id").execute();
    const first = (link_id: string, slug: string, workspace_id = "ws_1") => ({
      ...{ domain: "", slug_key: slug, slug, workspace_id, link_id, is_alias: 0 },
    });
    expect(addresses).toEqual([
      first("lnk_1", "Alpha"),
      first("lnk_2", "größe"),
      first("lnk_3", "gone"),
      first("lnk_9", "alpha", "ws_2"),
    ]);
    await close();
  });

  test("keeps what the links had, and gives them nothing else", async () => {
    const { db, close } = await openDatabase(await oldDatabase(), () => {});
    const found = await findLink(db, "ws_1", { externalId: "one" });
    expect(found).toMatchObject({
      id: "lnk_1",
      title: "first",
      version: 3,
      expires_at: 99,
      tags: ["t"],
      aliases: [],
    });
    const added = [
      "starts_at",
      "archived_at",
      "disabled_at",
      "blocked_at",
      "broken_at",
      "folder_id",
      "notes",
    ] as const;
    for (const name of [...added, ...(["metadata", "settings", "flags", "created_by", "url_hash"] as const)])
      expect([name, found?.[name]]).toEqual([name, null]);
    expect((await findLink(db, "ws_1", { id: "lnk_3" }, "trashed"))?.slug).toBe("gone");
    const [workspace] = await db.selectFrom("workspaces").selectAll().where("id", "=", "ws_1").execute();
    expect(workspace).toMatchObject({ id: "ws_1", name: "ws_1", created_at: 1, settings: null });
    await close();
  });

  test("an externalId stays unique among the links that are not deleted", async () => {
    const { db, close } = await openDatabase(await oldDatabase(), () => {});
    const row = (id: string, external_id: string | null) => ({
      ...{
        id,
        external_id,
        workspace_id: "ws_1",
        domain: "",
        slug: id,
        url: "u",
        created_at: 1,
        updated_at: 1,
      },
      ...{ title: null, deleted_at: null },
    });
    await expect(
      db
        .insertInto("links")
        .values(row("lnk_x", "one") as never)
        .execute(),
    ).rejects.toThrow(/unique/i);
    for (const id of ["lnk_y", "lnk_z"])
      await db
        .insertInto("links")
        .values(row(id, null) as never)
        .execute();
    await close();
  });

  test("a second start changes nothing more", async () => {
    const config = await oldDatabase();
    await (await openDatabase(config, () => {})).close();
    const { db, close } = await openDatabase(config, () => {});
    expect(await db.selectFrom("addresses").select("slug").execute()).toHaveLength(4);
    await close();
  });
});

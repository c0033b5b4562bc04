import { expect, test } from "bun:test";
import { sql } from "kysely";
import { forEachDatabase } from "../../../../test/context.ts";
import { askJson, DESTINATION, makeLink } from "../../../../test/links.ts";
import { lateIndexes } from "./late-indexes.ts";

forEachDatabase("indexes that not everybody needs", (world) => {
  const isSqlite = () => world().ctx.config.database.kind === "sqlite";
  const there = async () => {
    const catalog = isSqlite() ? sql`sqlite_master where type = 'index'` : sql`pg_indexes`;
    const column = isSqlite() ? sql`name` : sql`indexname`;
    const { rows } = await sql<{ name: string }>`select ${column} as name from ${catalog}`.execute(
      world().ctx.db,
    );
    return ["links_by_slug", "links_by_url"].filter((name) => rows.some((row) => row.name === name));
  };

  test("are made by the first that does: a list by slug, and a search for the same URL", async () => {
    const { ctx } = world();
    if (isSqlite()) {
      for (const name of ["links_by_slug", "links_by_url"])
        await sql`drop index if exists ${sql.ref(name)}`.execute(ctx.db);
      expect(await there()).toEqual([]);
    } else expect(await there()).toEqual(["links_by_slug", "links_by_url"]);
    // What a process that has just started knows of the database: nothing.
    const fresh = isSqlite() ? { needIndex: lateIndexes(ctx.reads, ctx.bulkTransaction) } : ctx;
    await Promise.all([fresh.needIndex("links_by_slug"), fresh.needIndex("links_by_slug")]);
    expect(await there()).toContain("links_by_slug");
    await fresh.needIndex("links_by_url");
    await fresh.needIndex("links_by_url");
    expect(await there()).toEqual(["links_by_slug", "links_by_url"]);
  });

  test("and whoever asks is answered right, before and after", async () => {
    const { text: key } = await world().key();
    const first = await makeLink(world(), { url: `${DESTINATION}late` });
    const again = { url: `${DESTINATION}late`, ifExists: "return" };
    expect((await askJson(world(), key, "POST", "/links", again)).body.id).toBe(first.id);
    const bulk = await askJson(world(), key, "POST", "/links/bulk", { links: [again] });
    expect(bulk.body.results[0]).toMatchObject({ status: 200, link: { id: first.id } });
    const listed = await askJson(world(), key, "GET", "/links?sort=slug&order=desc");
    expect(listed.body.data.map(({ id }: { id: string }) => id)).toContain(first.id);
  });
});

import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { addDomain, addFolder, addLink } from "../../../../test/stats-rows.ts";
import type { Actor } from "../core/actor.ts";
import { linksOfFolders } from "../db/folders.ts";
import { linksOf } from "./links-of.ts";

forEachDatabase("linksOf", (world) => {
  const link = (
    name: string,
    parts: Parameters<typeof addLink>[3] = {},
    workspaceId = world().operator.workspaceId,
  ) => addLink(world().ctx, workspaceId, `${name}-${workspaceId}`, { externalId: name, ...parts });
  const ask = (filters: Parameters<typeof linksOf>[2], actor: Actor = world().operator) =>
    linksOf(world().ctx, actor, filters);
  const keep = (...include: string[]) => ({ include, exclude: [] });
  const drop = (...exclude: string[]) => ({ include: [], exclude });
  const trash = (id: string) =>
    world().ctx.db.updateTable("links").set({ deleted_at: 1 }).where("id", "=", id).execute();
  const NOT_FOUND = { code: "link.not_found" };

  test("no filter leaves every link", async () => {
    await link("a");
    expect(await ask({})).toEqual({ only: undefined });
    expect(await ask({ link: keep(), tag: drop() })).toEqual({ only: undefined });
  });

  test("links are kept by id, externalId, or domain and slug or alias", async () => {
    const { workspaceId } = world().operator;
    const alias = `d-${workspaceId}`;
    const [a, b, c] = [await link("a"), await link("b"), await link("c", { aliases: [alias] })];
    const address = `localhost:3000/c-${workspaceId}`;
    expect((await ask({ link: keep(a, "ext_b", address) })).only).toEqual([a, b, c]);
    expect((await ask({ link: keep(`localhost:3000/${alias}`) })).only).toEqual([c]);
    expect(await ask({ link: { include: [a], exclude: ["ext_b"] } })).toEqual({ only: [a], not: [b] });
  });

  test("a link on a domain is found by that domain alone", async () => {
    const { workspaceId } = world().operator;
    const host = `${workspaceId.toLowerCase().replace("_", "-")}.example`;
    const domain = await addDomain(world().ctx, workspaceId, host);
    const id = await link("a", { domain });
    expect((await ask({ link: keep(`${host.toUpperCase()}/a-${workspaceId}`) })).only).toEqual([id]);
    await expect(ask({ link: keep(`localhost:3000/a-${workspaceId}`) })).rejects.toMatchObject(NOT_FOUND);
  });

  test("tags keep any of theirs; a tag that nobody has keeps nothing, rather than everything", async () => {
    const [a, b] = [await link("a", { tags: ["x", "y"] }), await link("b", { tags: ["y"] })];
    const { only = [] } = await ask({ tag: keep("x", "y") });
    expect([...new Set(only)].sort()).toEqual([a, b]);
    expect((await ask({ tag: keep("X") })).only).toEqual([]);
    expect(await ask({ tag: drop("x") })).toEqual({ only: undefined, not: [a] });
    expect(await ask({ tag: drop("nobody's") })).toEqual({ only: undefined });
  });

  test("link and tag together keep what both keep", async () => {
    const [a, b] = [await link("a", { tags: ["x"] }), await link("b", { tags: ["y"] })];
    expect((await ask({ link: keep(a, b), tag: keep("x") })).only).toEqual([a]);
    expect((await ask({ link: keep(b), tag: keep("x") })).only).toEqual([]);
  });

  test("folders keep what is in them, or in none, by id or name; a stranger's is not there", async () => {
    const { ctx, operator } = world();
    const [one, two] = [
      await addFolder(ctx, operator.workspaceId, "viewer"),
      await addFolder(ctx, operator.workspaceId, "editor"),
    ];
    const [a, b] = [await link("fa", { folderId: one, tags: ["x"] }), await link("fb", { folderId: two })];
    await link("fc");
    await ctx.db.updateTable("folders").set({ name: "Spring" }).where("id", "=", two).execute();
    expect((await ask({ folder: keep(one, "Spring") })).only?.sort()).toEqual([a, b].sort());
    expect(await ask({ folder: keep("Spring"), tag: keep("x") })).toEqual({ only: [] });
    expect(await ask({ folder: drop(one) })).toEqual({ only: undefined, not: [a] });
    expect(await ask({ folder: keep("", one) })).toEqual({ only: undefined, not: [b] });
    expect((await ask({ folder: drop("") })).only?.sort()).toEqual([a, b].sort());
    const pairs = await linksOfFolders(ctx.db, operator.workspaceId);
    expect(pairs.sort((x, y) => (x.link < y.link ? -1 : 1))).toEqual([
      { folder: one, link: a },
      { folder: two, link: b },
    ]);
    const stranger = await world().stranger();
    const theirs = await addFolder(ctx, stranger.operator.workspaceId, "viewer");
    for (const folder of [keep(theirs), drop(theirs), keep("fld_none"), keep(one, "spring")])
      await expect(ask({ folder })).rejects.toMatchObject({ code: "folder.not_found" });
  });

  test("another workspace's links are not there, and its tags are other tags", async () => {
    const { operator } = await world().stranger();
    const theirs = await link("z", { tags: ["x"] }, operator.workspaceId);
    const mine = await link("m", { tags: ["x"] });
    expect((await ask({ tag: keep("x") })).only).toEqual([mine]);
    for (const filters of [
      { link: keep(theirs) },
      { link: drop(theirs) },
      { link: keep("ext_z") },
      { link: keep(mine, "lnk_none") },
    ]) {
      await expect(ask(filters)).rejects.toMatchObject(NOT_FOUND);
    }
  });

  test("a link in the trash is still there, by id and address, and by its externalId until another has it", async () => {
    const { workspaceId } = world().operator;
    const id = await link("d", { tags: ["x"] });
    await trash(id);
    for (const reference of [id, `localhost:3000/d-${workspaceId}`, "ext_d"])
      expect((await ask({ link: keep(reference) })).only).toEqual([id]);
    expect((await ask({ tag: keep("x") })).only).toEqual([id]);
    const next = await addLink(world().ctx, workspaceId, `e-${workspaceId}`, { externalId: "d" });
    expect((await ask({ link: keep("ext_d") })).only).toEqual([next]);
  });

  test("a link in a folder that the actor may not see is not there, in the trash neither", async () => {
    const { ctx, operator, key } = world();
    const [hidden, shown] = [
      await addFolder(ctx, operator.workspaceId, "none"),
      await addFolder(ctx, operator.workspaceId, "viewer"),
    ];
    const [secret, open] = [
      await link("s", { tags: ["x"], folderId: hidden }),
      await link("o", { tags: ["x"], folderId: shown }),
    ];
    const { actor, id: keyId } = await key("stats:read");
    const refuses = async () => {
      for (const reference of [secret, "ext_s", `localhost:3000/s-${operator.workspaceId}`])
        for (const filter of [keep(reference), drop(reference)])
          await expect(ask({ link: filter }, actor)).rejects.toMatchObject(NOT_FOUND);
      expect(await ask({}, actor)).toEqual({ only: undefined, not: [secret] });
      expect(await ask({ link: keep(open) }, actor)).toEqual({ only: [open], not: [secret] });
    };
    await refuses();
    expect((await ask({ link: keep(secret) })).only).toEqual([secret]);
    expect(await ask({})).toEqual({ only: undefined });
    await trash(secret);
    await refuses();
    const member = { folder_id: hidden, member: keyId, role: "viewer" };
    await ctx.db.insertInto("folder_members").values(member).execute();
    expect((await ask({ link: keep(secret) }, actor)).only).toEqual([secret]);
    expect(await ask({}, actor)).toEqual({ only: undefined });
  });
});

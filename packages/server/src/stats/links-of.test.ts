import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { insertLink } from "../db/links.ts";
import { setTags } from "../db/tags.ts";
import { linksOf } from "./links-of.ts";

forEachDatabase("linksOf", (world) => {
  async function link(id: string, tags: string[], workspaceId = world().operator.workspaceId) {
    const { ctx, clock } = world();
    const slug = `${id}-${workspaceId}`;
    const row = {
      id: `${id}_${workspaceId}`,
      workspace_id: workspaceId,
      domain: "",
      slug,
      url: "u",
      external_id: id,
    };
    await insertLink(ctx.db, {
      ...row,
      expires_at: null,
      title: null,
      created_at: clock.now,
      updated_at: clock.now,
      deleted_at: null,
    });
    await setTags(ctx.db, workspaceId, row.id, tags, clock.now);
    return row.id;
  }
  const ask = (filters: Parameters<typeof linksOf>[2]) =>
    linksOf(world().ctx, world().operator.workspaceId, filters);
  const keep = (...include: string[]) => ({ include, exclude: [] });
  const drop = (...exclude: string[]) => ({ include: [], exclude });

  test("no filter leaves every link", async () => {
    expect(await ask({})).toEqual({ only: undefined });
    expect(await ask({ link: keep(), tag: drop() })).toEqual({ only: undefined });
  });

  test("links are kept by id, externalId or domain and slug", async () => {
    const [a, b, c] = [await link("a", []), await link("b", []), await link("c", [])];
    const slug = `localhost:3000/c-${world().operator.workspaceId}`;
    expect((await ask({ link: keep(a, "ext_b", slug) })).only).toEqual([a, b, c]);
    expect(await ask({ link: { include: [a], exclude: ["ext_b"] } })).toEqual({ only: [a], not: [b] });
  });

  test("tags keep any of theirs; a tag that nobody has keeps nothing, rather than everything", async () => {
    const [a, b] = [await link("a", ["x", "y"]), await link("b", ["y"])];
    expect(
      (await ask({ tag: keep("x", "y") })).only?.filter((id, at, all) => all.indexOf(id) === at).sort(),
    ).toEqual([a, b]);
    expect((await ask({ tag: keep("X") })).only).toEqual([]);
    expect(await ask({ tag: drop("x") })).toEqual({ only: undefined, not: [a] });
    expect(await ask({ tag: drop("nobody's") })).toEqual({ only: undefined });
  });

  test("link and tag together keep what both keep", async () => {
    const [a, b] = [await link("a", ["x"]), await link("b", ["y"])];
    expect((await ask({ link: keep(a, b), tag: keep("x") })).only).toEqual([a]);
    expect((await ask({ link: keep(b), tag: keep("x") })).only).toEqual([]);
  });

  test("another workspace's links are not there, and its tags are other tags", async () => {
    const { operator } = await world().stranger();
    const theirs = await link("z", ["x"], operator.workspaceId);
    const mine = await link("m", ["x"]);
    expect((await ask({ tag: keep("x") })).only).toEqual([mine]);
    for (const filters of [
      { link: keep(theirs) },
      { link: drop(theirs) },
      { link: keep("ext_z") },
      { link: keep(mine, "lnk_none") },
    ]) {
      await expect(ask(filters)).rejects.toMatchObject({ code: "link.not_found" });
    }
  });

  test("a deleted link is not there", async () => {
    const id = await link("d", ["x"]);
    await world().ctx.db.updateTable("links").set({ deleted_at: 1 }).where("id", "=", id).execute();
    await expect(ask({ link: keep(id) })).rejects.toMatchObject({ code: "link.not_found" });
  });
});

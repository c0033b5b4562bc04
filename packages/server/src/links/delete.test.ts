import { expect, test } from "bun:test";
import { LinkListQuerySchema } from "@visoli/contract/link-list";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { makeLink } from "../../../../test/links.ts";
import { createLink } from "./create.ts";
import { deleteLink } from "./delete.ts";
import { getLink } from "./get.ts";
import { listLinks } from "./list.ts";
import { updateLink } from "./update.ts";

const url = "https://example.com/";
const GONE = { code: "link.not_found" };

forEachDatabase("deleteLink", (world) => {
  const create = (slug?: string) =>
    makeLink(world(), { tags: ["t"], ...(slug && { slug, externalId: slug }) });

  test("afterwards the link is nowhere, by any name and for every verb", async () => {
    const { ctx, operator } = world();
    const { id } = await create("deleted");
    await deleteLink(ctx, operator, id);
    for (const reference of [id, "ext_deleted", "localhost:3000/deleted"]) {
      await expect(getLink(ctx, operator, reference)).rejects.toMatchObject(GONE);
      await expect(updateLink(ctx, operator, reference, {})).rejects.toMatchObject(GONE);
      await expect(deleteLink(ctx, operator, reference)).rejects.toMatchObject(GONE);
    }
    for (const filter of [{}, { tag: "t" }, { search: "deleted" }]) {
      expect((await listLinks(ctx, operator, LinkListQuerySchema.parse(filter))).data).toEqual([]);
    }
  });

  test("the redirect neither finds it any more nor remembers it", async () => {
    const { id } = await create("gone-at-once");
    expect(await world().database.lookup("", "gone-at-once")).toMatchObject({ id, url });
    world().forgotten.length = 0;
    await deleteLink(world().ctx, world().operator, id);
    expect(await world().database.lookup("", "gone-at-once")).toBeNull();
    expect(world().forgotten).toEqual(["/gone-at-once"]);
  });

  test("its slug stays taken for everybody", async () => {
    const { ctx, operator } = world();
    await deleteLink(ctx, operator, (await create("stays-taken")).id);
    for (const actor of [operator, (await world().stranger()).operator]) {
      const again = createLink(ctx, actor, { url, slug: "stays-taken" });
      await expect(again).rejects.toMatchObject({ code: "link.slug_taken" });
    }
  });

  test("of ten at once one deletes, the others find nothing, and one event is written", async () => {
    const { ctx, operator } = world();
    const { id } = await create();
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => deleteLink(ctx, operator, id)));
    expect(all.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    for (const each of all) if (each.status === "rejected") expect(each.reason).toMatchObject(GONE);
    const rows = await ctx.db.selectFrom("outbox").selectAll().where("type", "=", "link.deleted").execute();
    expect(rows.filter((row) => row.data === JSON.stringify({ id }))).toHaveLength(1);
    const entries = await ctx.db
      .selectFrom("audit_log")
      .select("action")
      .where("subject", "=", id)
      .orderBy("id")
      .execute();
    expect(entries.map((entry) => entry.action).sort()).toEqual(["link.create", "link.delete"]);
  });

  test("by request: 204 without a body, 412 with a stale If-Match, 404 for another workspace's", async () => {
    const { id } = await create();
    const { text: key } = await world().key();
    const { text: other } = await (await world().stranger()).key();
    const before = await countRows(world());
    const remove = (by: string, headers = {}) =>
      ask(world(), "DELETE", `/api/v1/links/${id}`, { key: by, headers });
    expect((await remove(other)).status).toBe(404);
    expect((await remove(key, { "If-Match": '"2"' })).status).toBe(412);
    expect(await countRows(world())).toEqual(before);
    const response = await remove(key, { "If-Match": '"1"' });
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect((await remove(key)).status).toBe(404);
  });

  test("needs the scope links:write", async () => {
    const { actor } = await world().key("links:read");
    await expect(deleteLink(world().ctx, actor, "lnk_x")).rejects.toMatchObject({
      code: "auth.missing_scope",
    });
  });
});

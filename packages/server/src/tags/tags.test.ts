import { expect, test } from "bun:test";
import { TagPageSchema, TagSchema } from "@visoli/contract/tag";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import type { Actor } from "../core/actor.ts";
import { createFolder } from "../folders/create.ts";
import { createLink } from "../links/create.ts";
import { deleteLink } from "../links/delete.ts";
import { getLink } from "../links/get.ts";
import { deleteTag } from "./delete.ts";
import { listTags } from "./list.ts";
import { renameTag } from "./rename.ts";

const url = "https://example.com/";

forEachDatabase("tags", (world) => {
  const link = async (tags: string[], folder?: string, by: Actor = world().operator) =>
    (await createLink(world().ctx, by, { url, tags, ...(folder && { folder }) })).link;
  const counts = async (actor: Actor = world().operator) =>
    (await listTags(world().ctx, actor, { limit: 100 })).data.map(({ name, links }) => [name, links]);

  test("are listed by name with how many links have them, the trash and hidden folders apart", async () => {
    const { ctx, operator } = world();
    await createFolder(ctx, operator, { name: "Hidden", defaultRole: "none" });
    await link(["a", "b"]);
    await link(["a", "c"], "Hidden");
    await deleteLink(ctx, operator, (await link(["a", "d"])).id);
    await link(["theirs"], undefined, (await world().stranger()).operator);
    const all = { a: 2, b: 1, c: 1, d: 0 };
    expect(await counts()).toEqual(Object.entries(all));
    expect(await counts((await world().key()).actor)).toEqual(Object.entries({ ...all, a: 1, c: 0 }));
  });

  test("pages show each once, in the order of their bytes", async () => {
    const { text: key } = await world().key("links:read");
    const names = ["A", "B", "a", "a b", "b", "z", "ä", "日本", "🎉", "100%", "a&b"];
    await link(names);
    const seen: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const path = `/api/v1/tags?limit=3${next && `&cursor=${encodeURIComponent(next)}`}`;
      const page = TagPageSchema.parse(await (await ask(world(), "GET", path, { key })).json());
      seen.push(...page.data.map(({ name }) => name));
      next = page.nextCursor;
    }
    expect(seen).toEqual(names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });

  test("by request: renamed by name or id on all links; another one's name is refused", async () => {
    const { ctx, operator } = world();
    const { text: key } = await world().key("links:write");
    const { id } = await link(["old name", "kept"]);
    const patch = async (reference: string, body: unknown) => {
      const path = `/api/v1/tags/${encodeURIComponent(reference)}`;
      const response = await ask(world(), "PATCH", path, { key, body });
      return [response.status, await response.json()] as [number, Record<string, unknown>];
    };
    const [status, json] = await patch("old name", { name: "new" });
    const tag = TagSchema.strict().parse(json);
    expect([status, tag.name, tag.links]).toEqual([200, "new", 1]);
    expect((await getLink(ctx, operator, id)).link.tags).toEqual(["kept", "new"]);
    expect((await patch(tag.id, { name: "newer" }))[1]).toMatchObject({ id: tag.id, name: "newer" });
    expect((await patch("newer", { name: "newer" }))[0]).toBe(200);
    expect(await patch("newer", { name: "kept" })).toMatchObject([409, { code: "tag.name_taken" }]);
    expect(await patch("new", { name: "x" })).toMatchObject([404, { code: "tag.not_found" }]);
    const faulty = await patch("newer", { name: "", x: 1 });
    expect(faulty).toMatchObject([422, { errors: [{ path: "name" }, { path: "x" }] }]);
  });

  test("deleted, one is on no link any more; of ten at once one finds it", async () => {
    const { ctx, operator } = world();
    const { text: key } = await world().key();
    const { id } = await link(["gone", "kept"]);
    const all = await Promise.all(
      Array.from(
        { length: 10 },
        async () => (await ask(world(), "DELETE", "/api/v1/tags/gone", { key })).status,
      ),
    );
    expect(all.sort()).toEqual([204, ...Array(9).fill(404)]);
    expect((await getLink(ctx, operator, id)).link.tags).toEqual(["kept"]);
    expect(await counts()).toEqual([["kept", 1]]);
    const entries = await ctx.db
      .selectFrom("audit_log")
      .selectAll()
      .where("action", "=", "tag.delete")
      .execute();
    expect(entries.filter(({ workspace_id }) => workspace_id === operator.workspaceId)).toHaveLength(1);
  });

  test("another workspace's are not there", async () => {
    const { ctx, operator } = world();
    const stranger = (await world().stranger()).operator;
    await link(["foreign"], undefined, stranger);
    const [theirs] = (await listTags(ctx, stranger, { limit: 1 })).data;
    for (const reference of ["foreign", theirs?.id ?? ""]) {
      const missing = { code: "tag.not_found" };
      await expect(renameTag(ctx, operator, reference, { name: "x" })).rejects.toMatchObject(missing);
      await expect(deleteTag(ctx, operator, reference)).rejects.toMatchObject(missing);
    }
    expect(await counts(stranger)).toEqual([["foreign", 1]]);
  });

  test("needs the scopes links:read and links:write", async () => {
    const { ctx } = world();
    const [reader, writer] = [await world().key("links:read"), await world().key("links:write")];
    const refusal = { code: "auth.missing_scope" };
    await expect(listTags(ctx, writer.actor, { limit: 1 })).rejects.toMatchObject(refusal);
    await expect(renameTag(ctx, reader.actor, "x", { name: "y" })).rejects.toMatchObject(refusal);
    await expect(deleteTag(ctx, reader.actor, "x")).rejects.toMatchObject(refusal);
  });
});

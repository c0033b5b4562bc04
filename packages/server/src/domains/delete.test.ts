import { expect, test } from "bun:test";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { createLink } from "../links/create.ts";
import { deleteLink } from "../links/delete.ts";
import { createDomain } from "./create.ts";
import { deleteDomain } from "./delete.ts";
import { getDomain } from "./get.ts";
import { verifyDomain } from "./verify.ts";

const url = "https://example.com/";

forEachDatabase("deleteDomain", (world) => {
  const verified = async (host: string) => {
    const { ctx, operator, proofs } = world();
    const { id, verification } = await createDomain(ctx, operator, { host });
    proofs.set(`${host} ${verification.http.content}`, "dns");
    await verifyDomain(ctx, operator, id);
    return id;
  };

  test("not while live links are on it, verified or not; the service's own links do not matter", async () => {
    const { ctx, operator } = world();
    const id = await verified("live.example");
    await createLink(ctx, operator, { url });
    const { link } = await createLink(ctx, operator, { url, domain: "live.example" });
    const before = await countRows(world());
    await expect(deleteDomain(ctx, operator, id)).rejects.toMatchObject({ code: "domain.in_use" });
    await ctx.db.updateTable("domains").set({ verified_at: null }).where("id", "=", id).execute();
    await expect(deleteDomain(ctx, operator, id)).rejects.toMatchObject({ code: "domain.in_use" });
    expect(await countRows(world())).toEqual(before);
    await deleteLink(ctx, operator, link.id);
    await deleteDomain(ctx, operator, id);
    await expect(getDomain(ctx, operator, id)).rejects.toMatchObject({ code: "domain.not_found" });
  });

  test("takes the links in its trash and all its addresses along, and nothing of other domains", async () => {
    const { ctx, operator } = world();
    const kept = await verified("kept.example");
    const fields = { url, tags: ["t"], metadata: { a: "b" }, slug: "one", aliases: ["two"] };
    await createLink(ctx, operator, { ...fields, domain: "kept.example" });
    const before = await countRows(world());
    const id = await verified("gone.example");
    const { link } = await createLink(ctx, operator, { ...fields, domain: "gone.example" });
    await deleteLink(ctx, operator, link.id);
    const retired = { domain: id, slug_key: "old", slug: "old", is_alias: 0, link_id: null };
    await ctx.db
      .insertInto("addresses")
      .values({ ...retired, workspace_id: operator.workspaceId })
      .execute();
    await deleteDomain(ctx, operator, "gone.example");
    const after = await countRows(world());
    const tables = [
      "domains",
      "links",
      "addresses",
      "link_tags",
      "link_metadata",
      "link_history",
      "link_uses",
    ];
    for (const table of tables) expect([table, after[table]]).toEqual([table, before[table]]);
    expect(world().ctx.domains.byId(id)).toBeNull();
    expect(world().ctx.domains.byId(kept)).not.toBeNull();
    expect(world().forgotten.at(-1)).toBe("*");
  });

  test("by request: 204, 412 with a stale If-Match, 404 for another workspace's; of ten at once one", async () => {
    const { ctx, operator } = world();
    const { id } = await createDomain(ctx, operator, { host: "asked.example" });
    const { text: key } = await world().key();
    const { text: other } = await (await world().stranger()).key();
    const remove = async (by: string, headers = {}) =>
      (await ask(world(), "DELETE", `/api/v1/domains/${id}`, { key: by, headers })).status;
    expect(await remove(other)).toBe(404);
    expect(await remove(key, { "If-Match": '"7"' })).toBe(412);
    const all = await Promise.all(Array.from({ length: 10 }, () => remove(key, { "If-Match": '"1"' })));
    expect(all.sort()).toEqual([204, ...Array(9).fill(404)]);
    const entries = await ctx.db.selectFrom("audit_log").select("action").where("subject", "=", id).execute();
    expect(entries.map(({ action }) => action).sort()).toEqual(["domain.create", "domain.delete"]);
  });

  test("needs the scope domains:write", async () => {
    const { actor } = await world().key("domains:read", "links:write");
    await expect(deleteDomain(world().ctx, actor, "x")).rejects.toMatchObject({ code: "auth.missing_scope" });
  });
});

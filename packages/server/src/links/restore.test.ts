import { expect, test } from "bun:test";
import { canEmbed } from "../../../../test/analytics.ts";
import { own } from "../../../../test/bulk.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import {
  addFolder,
  askJson,
  changeLink,
  DESTINATION,
  faultsOfAddresses,
  makeLink,
  readLink,
} from "../../../../test/links.ts";
import { deleteLink } from "./delete.ts";

forEachDatabase("a link out of the trash", (world) => {
  const restore = async (reference: string, headers: Record<string, string> = {}, key?: string) => {
    const { text } = key === undefined ? await world().key() : { text: key };
    return askJson(world(), text, "POST", `/links/${encodeURIComponent(reference)}/restore`, {}, headers);
  };
  const trash = (id: string) => deleteLink(world().ctx, world().operator, id);

  test("is what it was: slugs, tags, metadata, settings; and leads on", async () => {
    const { ctx, database, forgotten, operator } = world();
    const [slug, alias] = [own(world(), "slug"), own(world(), "alias")];
    const settings = { maxClicks: 7, password: "open sesame", notes: "n", title: "t" };
    const made = await makeLink(world(), {
      ...{ slug, aliases: [alias], tags: ["a", "b"], metadata: { k: "v" }, externalId: "e" },
      ...settings,
    });
    await trash(made.id);
    expect([await database.lookup("", slug), await database.lookup("", alias)]).toEqual([null, null]);
    forgotten.length = 0;
    const { status, body, headers } = await restore(made.id);
    expect([status, headers.get("ETag")]).toEqual([200, '"3"']);
    expect({ ...body, updatedAt: made.updatedAt }).toEqual(made);
    expect(await readLink(world(), "ext_e")).toEqual(body);
    expect(forgotten.sort()).toEqual([`/${alias}`, `/${slug}`]);
    for (const each of [slug, alias])
      expect(await database.lookup("", each)).toMatchObject({ id: made.id, slug: each });
    const { workspaceId } = operator;
    const events = await ctx.db
      .selectFrom("outbox")
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .execute();
    expect(events.map(({ type }) => type)).toContain("link.restored");
    const log = await ctx.db
      .selectFrom("audit_log")
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .execute();
    expect(log.map(({ action }) => action)).toContain("link.restore");
    const { body: history } = await askJson(
      world(),
      (await world().key()).text,
      "GET",
      `/links/${made.id}/history`,
    );
    expect(history.data.map((entry: { changes: unknown }) => entry.changes)).toEqual([
      { deleted: [true, false] },
      { deleted: [false, true] },
    ]);
  });

  test.skipIf(!canEmbed())("has the clicks that it had", async () => {
    const { ctx, operator } = world();
    const { id, slug } = await makeLink(world());
    const rows = Array.from({ length: 3 }, () => click({ workspace: operator.workspaceId, link: id, slug }));
    await ctx.analytics.insertClicks(fileOf(linesOf(rows)), id);
    await trash(id);
    expect((await restore(id)).body.clicks).toBe(3);
  });

  test("is found by its address, too; one that is not in the trash is not", async () => {
    const link = await makeLink(world(), { slug: own(world(), "by"), externalId: "by" });
    expect((await restore(link.id)).body.code).toBe("link.not_found");
    for (const reference of [`localhost:3000/${link.slug}`, "ext_by"]) {
      await trash(link.id);
      expect((await restore(reference)).status).toBe(200);
    }
    expect((await restore("lnk_nobody")).status).toBe(404);
  });

  test("does not come back while another has its externalId", async () => {
    const link = await makeLink(world(), { externalId: "twice" });
    await trash(link.id);
    const other = await makeLink(world(), { externalId: "twice" });
    const { text: key } = await world().key();
    const before = await countRows(world());
    const refused = await restore(link.id, {}, key);
    expect([refused.status, refused.body.code]).toEqual([409, "link.external_id_taken"]);
    expect(await countRows(world())).toEqual(before);
    await changeLink(world(), other.id, { externalId: null });
    expect((await restore(link.id)).body.externalId).toBe("twice");
  });

  test("ten at once take it out once", async () => {
    const link = await makeLink(world());
    await trash(link.id);
    const { text: key } = await world().key();
    const answers = await Promise.all(Array.from({ length: 10 }, () => restore(link.id, {}, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(404)]);
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("once for each Idempotency-Key", async () => {
    const { text: key } = await world().key();
    const link = await makeLink(world());
    await trash(link.id);
    const headers = { "Idempotency-Key": "back" };
    const first = await restore(link.id, headers, key);
    const before = await countRows(world());
    const second = await restore(link.id, headers, key);
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(await countRows(world())).toEqual(before);
  });

  test("asks for links:write and a role in the folder, and is the workspace's own", async () => {
    const seen = await makeLink(world(), {
      url: DESTINATION,
      folder: await addFolder(world(), "look", "viewer"),
    });
    const hidden = await makeLink(world(), { folder: await addFolder(world(), "gone", "none") });
    await Promise.all([trash(seen.id), trash(hidden.id)]);
    expect((await restore(seen.id)).body.code).toBe("folder.forbidden");
    expect((await restore(hidden.id)).body.code).toBe("link.not_found");
    const { text: reader } = await world().key("links:read");
    expect((await restore(seen.id, {}, reader)).status).toBe(403);
    const stranger = await (await world().stranger()).key();
    expect((await restore(seen.id, {}, stranger.text)).body.code).toBe("link.not_found");
  });
});

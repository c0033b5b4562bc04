import { expect, test } from "bun:test";
import { own } from "../../../../test/bulk.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import {
  addDomain,
  askJson,
  changeLink,
  faultsOfAddresses,
  makeLink,
  readLink,
} from "../../../../test/links.ts";
import { purgeTrash } from "../db/trash.ts";
import { DAY_MS } from "../lib/time.ts";
import { deleteLink } from "../links/delete.ts";
import { clean } from "./clean.ts";

const TABLES = ["link_metadata", "link_history", "link_tags", "link_uses", "link_health", "tasks"] as const;

forEachDatabase("the trash", (world) => {
  const trash = (id: string) => deleteLink(world().ctx, world().operator, id);
  const restore = async (id: string) =>
    askJson(world(), (await world().key()).text, "POST", `/links/${id}/restore`, {});

  test("keeps a link for 30 days and not longer; of what belonged to it nothing stays but its addresses", async () => {
    const { ctx, clock, operator } = world();
    const link = await makeLink(world(), {
      ...{ slug: own(world(), "s"), aliases: [own(world(), "al")] },
      ...{ tags: ["t"], metadata: { k: "v" }, externalId: "e" },
    });
    await changeLink(world(), link.id, { title: "x" });
    const link_id = link.id;
    await ctx.db.insertInto("link_uses").values({ link_id, used: 3 }).execute();
    const check = { checked_at: clock.now, failures: 1, outcome: "answered 404" };
    await ctx.db
      .insertInto("link_health")
      .values({ link_id, ...check })
      .execute();
    const task = { kind: "title", workspace_id: operator.workspaceId, run_at: clock.now, attempts: 0 };
    await ctx.db
      .insertInto("tasks")
      .values({ link_id, ...task })
      .execute();
    const other = await makeLink(world(), { tags: ["t"], metadata: { k: "v" } });
    await trash(link.id);
    clock.now += 30 * DAY_MS;
    await clean(ctx);
    expect((await restore(link.id)).status).toBe(200);
    await trash(link.id);
    clock.now += 30 * DAY_MS + 1;
    await clean(ctx);
    expect((await restore(link.id)).status).toBe(404);
    for (const table of TABLES) {
      const rows = await ctx.db.selectFrom(table).selectAll().where("link_id", "=", link.id).execute();
      expect([table, rows]).toEqual([table, []]);
    }
    expect(await faultsOfAddresses(world())).toEqual([]);
    expect(await readLink(world(), other.id)).toMatchObject({ tags: ["t"], metadata: { k: "v" } });
    expect(await makeLink(world(), { externalId: "e" })).toMatchObject({ externalId: "e" });
  });

  test("what was handed out stays with the workspace: nobody else can take it, also where capitals do not count", async () => {
    const { ctx, clock } = world();
    const host = `${world().operator.workspaceId}.example`.toLowerCase().replace("_", "-");
    await addDomain(world(), host, { isCaseSensitive: false });
    const [slug, alias] = [own(world(), "Mine"), own(world(), "Alias")];
    const link = await makeLink(world(), { slug, aliases: [alias] });
    const custom = await makeLink(world(), { slug: "MiXed", aliases: ["Al"], domain: host });
    await Promise.all([trash(link.id), trash(custom.id)]);
    clock.now += 31 * DAY_MS;
    await clean(ctx);
    expect(await faultsOfAddresses(world())).toEqual([]);
    const stranger = { ...world(), ...(await world().stranger()) };
    for (const taken of [slug, alias])
      await expect(makeLink(stranger, { slug: taken })).rejects.toMatchObject({ code: "link.slug_taken" });
    const again = await makeLink(world(), { slug: alias, aliases: [slug] });
    expect([again.slug, again.aliases]).toEqual([alias, [slug]]);
    expect((await makeLink(world(), { slug: "mixeD", aliases: ["AL"], domain: host })).aliases).toEqual([
      "AL",
    ]);
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("is emptied in portions, of all that is due and nothing else", async () => {
    const { ctx, clock } = world();
    const links = await Promise.all(Array.from({ length: 30 }, () => makeLink(world())));
    for (const { id } of links.slice(0, 25)) await trash(id);
    clock.now += 20 * DAY_MS;
    for (const { id } of links.slice(25, 28)) await trash(id);
    clock.now += 11 * DAY_MS;
    const before = clock.now - 30 * DAY_MS;
    const { kind } = ctx.config.database;
    const purge = () => ctx.db.transaction().execute((trx) => purgeTrash(trx, kind, before, 10));
    expect([await purge(), await purge(), await purge(), await purge()]).toEqual([10, 10, 5, 0]);
    const ids = links.map(({ id }) => id);
    const left = await ctx.db.selectFrom("links").select("id").where("id", "in", ids).orderBy("id").execute();
    expect(left.map(({ id }) => id)).toEqual(ids.slice(25).sort());
  });

  test("a link that is restored while the trash is emptied is either there, whole, or gone", async () => {
    const { ctx, clock } = world();
    for (let round = 0; round < 8; round++) {
      const links = await Promise.all(
        Array.from({ length: 6 }, () => makeLink(world(), { metadata: { k: "v" } })),
      );
      for (const { id } of links) await trash(id);
      clock.now += 31 * DAY_MS;
      const [answers] = await Promise.all([Promise.all(links.map(({ id }) => restore(id))), clean(ctx)]);
      for (const [place, { status }] of answers.entries()) {
        const id = links[place]?.id ?? "";
        expect(status).toBeOneOf([200, 404]);
        if (status === 200) expect((await readLink(world(), id)).metadata).toEqual({ k: "v" });
        const rows = await ctx.db.selectFrom("link_metadata").selectAll().where("link_id", "=", id).execute();
        expect(rows).toHaveLength(status === 200 ? 1 : 0);
      }
      expect(await faultsOfAddresses(world())).toEqual([]);
    }
  });
});

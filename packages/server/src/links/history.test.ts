import { expect, test } from "bun:test";
import { own } from "../../../../test/bulk.ts";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { addFolder, askJson, changeLink, DESTINATION, makeLink } from "../../../../test/links.ts";

type Entry = { version: number; actor: string; at: string; changes: Record<string, [unknown, unknown]> };

forEachDatabase("a link's history", (world) => {
  async function historyOf(id: string, query = "", key?: string) {
    const text = key ?? (await world().key()).text;
    return askJson(world(), text, "GET", `/links/${id}/history${query}`);
  }
  const entriesOf = async (id: string): Promise<Entry[]> => (await historyOf(id)).body.data;

  test("names each changed field with what it was and is, who changed it and when, newest first", async () => {
    const { clock } = world();
    const link = await makeLink(world(), { title: "a", slug: own(world(), "h") });
    expect(await entriesOf(link.id)).toEqual([]);
    const { actor, id: keyId } = await world().key();
    clock.now += 1_000;
    await changeLink(world(), link.id, { title: "b", tags: ["x"], maxClicks: 5, notes: null }, actor);
    clock.now += 1_000;
    await changeLink(world(), link.id, { slug: own(world(), "h2"), utm: { source: "s" } });
    const [last, first, ...others] = await entriesOf(link.id);
    expect(others).toEqual([]);
    expect(first).toEqual({
      version: 2,
      actor: keyId,
      at: new Date(clock.now - 1_000).toISOString(),
      changes: { title: ["a", "b"], tags: [[], ["x"]], maxClicks: [null, 5] },
    });
    expect(last).toMatchObject({ version: 3, actor: "operator" });
    expect(last?.changes).toEqual({
      slug: [own(world(), "h"), own(world(), "h2")],
      aliases: [[], [own(world(), "h")]],
      url: [DESTINATION, `${DESTINATION}?utm_source=s`],
    });
  });

  test("goes on page by page, without gap or repetition while new changes come", async () => {
    const link = await makeLink(world());
    for (let version = 2; version <= 8; version++)
      await changeLink(world(), link.id, { title: `v${version}` });
    const seen: number[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await historyOf(link.id, `?limit=3${cursor}`);
      seen.push(...body.data.map((entry: Entry) => entry.version));
      await changeLink(world(), link.id, { title: `more${seen.length}` });
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual([8, 7, 6, 5, 4, 3, 2]);
    for (const query of ["?cursor=x", "?cursor=-1", "?limit=0", "?page=1"])
      expect([query, (await historyOf(link.id, query)).status]).toEqual([query, 422]);
  });

  test("says that a password was set, and never which", async () => {
    const link = await makeLink(world(), { password: "first secret" });
    await changeLink(world(), link.id, { password: "second secret" });
    await changeLink(world(), link.id, { password: null, title: "t" });
    const entries = await entriesOf(link.id);
    expect(entries.map(({ changes }) => changes)).toEqual([
      { title: [null, "t"], hasPassword: [true, false] },
      { password: ["(secret)", "(secret)"] },
    ]);
    const { ctx } = world();
    const rows = await ctx.db.selectFrom("link_history").selectAll().where("link_id", "=", link.id).execute();
    expect(JSON.stringify(rows)).not.toMatch(/first secret|second secret|argon2/);
  });

  test("of a link in the trash is there, of one that is not seen is not", async () => {
    const { text: key } = await world().key();
    const link = await makeLink(world());
    await ask(world(), "DELETE", `/api/v1/links/${link.id}`, { key });
    const [entry] = await entriesOf(link.id);
    expect(entry?.changes).toEqual({ deleted: [false, true] });
    const stranger = await (await world().stranger()).key();
    expect((await historyOf(link.id, "", stranger.text)).status).toBe(404);
    const hidden = await makeLink(world(), { folder: await addFolder(world(), "gone", "none") });
    expect((await historyOf(hidden.id)).status).toBe(404);
    const { text: writer } = await world().key("links:write");
    expect((await historyOf(link.id, "", writer)).status).toBe(403);
  });
});

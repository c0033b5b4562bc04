import { expect, test } from "bun:test";
import { bulk, own, said } from "../../../../test/bulk.ts";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import {
  addFolder,
  askJson,
  DESTINATION,
  faultsOfAddresses,
  makeLink,
  readLink,
} from "../../../../test/links.ts";

forEachDatabase("many changes", (world) => {
  test("are answered line by line, by whatever reference, one link several times, too", async () => {
    const first = await makeLink(world(), { slug: own(world(), "one"), tags: ["old"] });
    const second = await makeLink(world(), { externalId: "ext_2/ü" });
    const results = await bulk(world(), "update", [
      { id: first.id, title: "a", tags: ["new"] },
      { id: "ext_ext_2/ü", notes: "n", metadata: { k: "v" } },
      { id: `localhost:3000/${first.slug}`, title: "b" },
      { id: "lnk_nobody", title: "c" },
      { title: "d" },
      { id: second.id, url: "no url", colour: 1 },
      { id: second.id, domain: "elsewhere.example" },
      null,
    ]);
    expect(results.map(({ index }) => index)).toEqual([...results.keys()]);
    expect(said(results)).toEqual([
      ...["200", "200", "200", "404 link.not_found"],
      "422 request.invalid id:required",
      "422 request.invalid colour:unknown_field url:invalid_url",
      "422 request.invalid domain:unknown_field",
      "422 request.invalid :invalid_type",
    ]);
    expect(results[0]?.link).toMatchObject({ title: "a", tags: ["new"] });
    expect(await readLink(world(), first.id)).toMatchObject({ title: "b", tags: ["new"] });
    expect(await readLink(world(), second.id)).toMatchObject({ notes: "n", metadata: { k: "v" } });
  });

  test("of a line that fails halfway nothing is left: no address, tag, history, event or audit row", async () => {
    const [held, free] = [own(world(), "held"), own(world(), "free")];
    await makeLink(world(), { slug: held, externalId: "held" });
    const link = await makeLink(world(), { slug: own(world(), "x") });
    const { text: key } = await world().key();
    const before = await countRows(world());
    const results = await bulk(
      world(),
      "update",
      [
        { id: link.id, externalId: "held", slug: free, tags: ["lost"], metadata: { lost: "1" } },
        { id: link.id, aliases: [free, held], tags: ["lost"] },
        { id: link.id, tags: ["lost"], folder: "nowhere" },
        { id: link.id, title: "kept" },
      ],
      { key },
    );
    expect(said(results)).toEqual([
      ...["409 link.external_id_taken", "409 link.slug_taken", "404 folder.not_found", "200"],
    ]);
    const after = await countRows(world());
    for (const table of ["addresses", "tags", "link_tags", "link_metadata"])
      expect([table, after[table]]).toEqual([table, before[table]]);
    for (const table of ["link_history", "outbox", "audit_log"])
      expect([table, after[table]]).toEqual([table, (before[table] ?? 0) + 1]);
    expect(await readLink(world(), link.id)).toMatchObject({ slug: link.slug, tags: [], title: "kept" });
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("pass slugs on from line to line, and the redirect forgets all of them", async () => {
    const { forgotten } = world();
    const [a, b, c] = [own(world(), "a"), own(world(), "b"), own(world(), "c")];
    const one = await makeLink(world(), { slug: a });
    const two = await makeLink(world(), { slug: b });
    forgotten.length = 0;
    const results = await bulk(world(), "update", [
      { id: one.id, slug: c, aliases: [] },
      { id: two.id, aliases: [a] },
    ]);
    expect(said(results)).toEqual(["200", "200"]);
    expect(new Set(forgotten)).toEqual(new Set([`/${a}`, `/${b}`, `/${c}`]));
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("take no If-Match: it names one version, and there are many links", async () => {
    const link = await makeLink(world());
    const headers = { "If-Match": '"7"' };
    expect(said(await bulk(world(), "update", [{ id: link.id, title: "x" }], { headers }))).toEqual(["200"]);
    expect(said(await bulk(world(), "delete", [link.id], { headers }))).toEqual(["204"]);
  });

  test("hash passwords, and tell nobody", async () => {
    const { ctx } = world();
    const link = await makeLink(world());
    await bulk(world(), "update", [{ id: link.id, password: "open sesame" }]);
    const row = ctx.db.selectFrom("links").select("settings").where("id", "=", link.id);
    const { settings } = await row.executeTakeFirstOrThrow();
    expect(await Bun.password.verify("open sesame", JSON.parse(settings ?? "{}").passwordHash)).toBe(true);
    const events = await ctx.db.selectFrom("outbox").select("data").execute();
    expect(JSON.stringify(events)).not.toContain("sesame");
  });

  test("ask for links:write, and for a role in the folder", async () => {
    const { text: reader } = await world().key("links:read");
    const { text: writer } = await world().key("links:write");
    const seen = await makeLink(world(), { folder: await addFolder(world(), "look", "viewer") });
    const hidden = await makeLink(world(), { folder: await addFolder(world(), "gone", "none") });
    for (const [kind, lines] of [
      ["update", [{ id: seen.id }, { id: hidden.id }]],
      ["delete", [seen.id, hidden.id]],
    ] as const) {
      await expect(bulk(world(), kind, [...lines], { key: reader })).rejects.toThrow("answered 403");
      const results = await bulk(world(), kind, [...lines], { key: writer });
      expect(said(results)).toEqual(["403 folder.forbidden", "404 link.not_found"]);
    }
  });
});

forEachDatabase("many deletions", (world) => {
  test("are answered line by line; the same link once more is not there", async () => {
    const { forgotten } = world();
    const links = [await makeLink(world(), { aliases: [own(world(), "al")] }), await makeLink(world())];
    const stranger = { ...world(), ...(await world().stranger()) };
    const theirs = await makeLink(stranger);
    forgotten.length = 0;
    const [one = theirs, two = theirs] = links;
    const lines = [one.id, { id: two.id }, { id: one.id }, theirs.id, {}, 5, { id: two.id, title: "x" }];
    const { text: key } = await world().key();
    const before = await countRows(world());
    const results = await bulk(world(), "delete", lines, { key });
    expect(results.slice(0, 2)).toEqual([
      { index: 0, status: 204 },
      { index: 1, status: 204 },
    ]);
    expect(said(results)).toEqual([
      ...["204", "204", "404 link.not_found", "404 link.not_found"],
      "422 request.invalid id:required",
      "422 request.invalid :invalid_type",
      "422 request.invalid title:unknown_field",
    ]);
    expect(new Set(forgotten)).toEqual(new Set([`/${one.slug}`, `/${one.aliases[0]}`, `/${two.slug}`]));
    const after = await countRows(world());
    expect(after.addresses).toBe(before.addresses);
    for (const table of ["link_history", "outbox", "audit_log"])
      expect([table, after[table]]).toEqual([table, (before[table] ?? 0) + 2]);
    for (const { id } of links) expect((await askJson(world(), key, "GET", `/links/${id}`)).status).toBe(404);
    expect((await readLink(stranger, theirs.id)).url).toBe(DESTINATION);
  });
});

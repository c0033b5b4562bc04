import { expect, test } from "bun:test";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import { addFolder, askJson, makeLink, DESTINATION as url } from "../../../../test/links.ts";

forEachDatabase("links in folders", (world) => {
  /** A key, and what it is answered: status and code. */
  async function asker() {
    const { id, text } = await world().key();
    const ask = (method: string, path: string, body?: unknown) => askJson(world(), text, method, path, body);
    const codes = async (method: string, path: string, body?: unknown) => {
      const answer = await ask(method, path, body);
      return [answer.status, answer.body?.code];
    };
    return { id, ask, codes };
  }

  test("a link lies in a folder by its id or name, moves, and leaves it by null", async () => {
    const { ask } = await asker();
    const [one, two] = [await addFolder(world(), "One", "editor"), await addFolder(world(), "Two", "editor")];
    const { body } = await ask("POST", "/links", { url, folder: "One" });
    expect(body.folder).toBe(one);
    for (const [folder, shown] of [
      [two, two],
      ["One", one],
      [null, null],
    ])
      expect((await ask("PATCH", `/links/${body.id}`, { folder })).body.folder).toBe(shown);
    expect((await ask("GET", `/links/${body.id}`)).body.folder).toBeNull();
  });

  test("a viewer reads the folder's links and writes none of them, nor into it", async () => {
    const { ask, codes } = await asker();
    const folder = await addFolder(world(), "Look", "viewer");
    const link = await makeLink(world(), { slug: "look-only", externalId: "look", folder });
    const loose = await makeLink(world());
    const before = await countRows(world());
    const forbidden = [403, "folder.forbidden"];
    for (const reference of [link.id, "ext_look", encodeURIComponent("localhost:3000/look-only")]) {
      expect((await ask("GET", `/links/${reference}`)).body.id).toBe(link.id);
      expect(await codes("PATCH", `/links/${reference}`, { title: "x" })).toEqual(forbidden);
      expect(await codes("PATCH", `/links/${reference}`, { folder: null })).toEqual(forbidden);
      expect(await codes("DELETE", `/links/${reference}`)).toEqual(forbidden);
    }
    expect(await codes("POST", "/links", { url, folder })).toEqual(forbidden);
    expect(await codes("PATCH", `/links/${loose.id}`, { folder: "Look" })).toEqual(forbidden);
    expect((await ask("GET", "/links")).body.data).toHaveLength(2);
    expect((await ask("GET", "/links?folder=Look")).body.data).toHaveLength(1);
    expect(await countRows(world())).toEqual(before);
  });

  test("who has no role there sees nothing: 404 for every verb and name, and no list shows it", async () => {
    const { ask, codes } = await asker();
    const folder = await addFolder(world(), "Hidden", "none");
    const body = {
      slug: "hidden-link",
      externalId: "hidden",
      tags: ["t"],
      metadata: { a: "1" },
      title: "find me",
    };
    const link = await makeLink(world(), { ...body, folder });
    const loose = await makeLink(world(), { tags: ["t"], metadata: { a: "1" }, title: "find me" });
    const before = await countRows(world());
    const gone = [404, "link.not_found"];
    for (const reference of [link.id, "ext_hidden", encodeURIComponent("localhost:3000/hidden-link")]) {
      expect(await codes("GET", `/links/${reference}`)).toEqual(gone);
      expect(await codes("PATCH", `/links/${reference}`, { title: "x" })).toEqual(gone);
      expect(await codes("DELETE", `/links/${reference}`)).toEqual(gone);
    }
    for (const query of [
      "",
      "?tag=t",
      "?search=find",
      "?metadata=a:1",
      "?sort=slug",
      "?status=active,archived",
    ])
      expect((await ask("GET", `/links${query}`)).body.data.map((each: { id: string }) => each.id)).toEqual([
        loose.id,
      ]);
    for (const name of ["Hidden", folder]) {
      expect(await codes("GET", `/links?folder=${name}`)).toEqual([404, "folder.not_found"]);
      expect(await codes("POST", "/links", { url, folder: name })).toEqual([404, "folder.not_found"]);
      expect(await codes("PATCH", `/links/${loose.id}`, { folder: name })).toEqual([404, "folder.not_found"]);
    }
    expect(await countRows(world())).toEqual(before);
  });

  test("what is there and hidden is told in the same words as what is not there", async () => {
    const { ask } = await asker();
    const folder = await addFolder(world(), "Secret", "none");
    const { id } = await makeLink(world(), { folder });
    const missing = id.replace(/.$/, "-");
    for (const [method, body] of [["GET"], ["PATCH", {}], ["DELETE"]] as const) {
      const [hidden, none] = [
        await ask(method, `/links/${id}`, body),
        await ask(method, `/links/${missing}`, body),
      ];
      expect(hidden.body.detail).toBe(none.body.detail.replace(missing, id));
    }
  });

  test("a slug that a hidden link holds is told as taken, and not by which", async () => {
    const { ask } = await asker();
    const folder = await addFolder(world(), "Quiet", "none");
    const { id } = await makeLink(world(), { slug: "quiet-slug", aliases: ["quiet-alias"], folder });
    const own = await makeLink(world());
    for (const slug of ["quiet-slug", "quiet-alias"]) {
      for (const { status, body } of [
        await ask("POST", "/links", { url, slug }),
        await ask("POST", "/links", { url, aliases: [slug] }),
        await ask("PATCH", `/links/${own.id}`, { slug }),
      ])
        expect([status, body.code, body.detail.includes(id)]).toEqual([409, "link.slug_taken", false]);
    }
  });

  test("a link that is hidden is not handed out as one to the same destination", async () => {
    const { ask } = await asker();
    const folder = await addFolder(world(), "Behind", "none");
    const destination = "https://same.example/hidden";
    const hidden = await makeLink(world(), { url: destination, folder, notes: "private" });
    const answer = await ask("POST", "/links", { url: destination, ifExists: "return" });
    expect([answer.status, answer.body.id === hidden.id, answer.body.notes]).toEqual([201, false, null]);
    const again = await ask("POST", "/links", { url: destination, ifExists: "return" });
    expect([again.status, again.body.id]).toEqual([200, answer.body.id]);
  });

  test("a member's own role goes before the folder's for everybody", async () => {
    const [viewer, editor, manager, other] = [await asker(), await asker(), await asker(), await asker()];
    const members = { [viewer.id]: "viewer", [editor.id]: "editor", [manager.id]: "manager" } as const;
    for (const [name, role, others] of [
      ["Closed", "none", 404],
      ["Open", "editor", 200],
    ] as const) {
      const { id } = await makeLink(world(), { folder: await addFolder(world(), name, role, members) });
      for (const [who, status] of [
        [viewer, 403],
        [editor, 200],
        [manager, 200],
        [other, others],
      ] as const)
        expect([name, (await who.codes("PATCH", `/links/${id}`, { title: "x" }))[0]]).toEqual([name, status]);
      expect((await viewer.codes("GET", `/links/${id}`))[0]).toBe(200);
    }
  });

  test("moving needs the role in both folders", async () => {
    const { id, codes } = await asker();
    const mine = await addFolder(world(), "Mine", "none", { [id]: "editor" });
    const others = await addFolder(world(), "Others", "none", { [id]: "viewer" });
    const link = await makeLink(world(), { folder: mine });
    expect(await codes("PATCH", `/links/${link.id}`, { folder: others })).toEqual([403, "folder.forbidden"]);
    expect(await codes("PATCH", `/links/${link.id}`, { folder: null })).toEqual([200, undefined]);
    expect(await codes("PATCH", `/links/${link.id}`, { folder: mine })).toEqual([200, undefined]);
  });

  test("the operator may do everything in every folder", async () => {
    const folder = await addFolder(world(), "Locked", "none");
    expect((await makeLink(world(), { folder })).folder).toBe(folder);
  });

  test("pages with hidden links between are full, and their cursors go on", async () => {
    const { ask } = await asker();
    const folder = await addFolder(world(), "Sparse", "none");
    for (let count = 0; count < 12; count++)
      await makeLink(world(), { title: `${count}`, ...(count % 3 > 0 && { folder }) });
    const titles: string[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await ask("GET", `/links?limit=2${cursor}`);
      titles.push(...body.data.map((link: { title: string }) => link.title));
      if (!body.nextCursor) break;
      expect(body.data).toHaveLength(2);
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(titles).toEqual(["9", "6", "3", "0"]);
  });
});

import { expect, test } from "bun:test";
import { newId } from "@visoli/contract/ids";
import type { Link } from "@visoli/contract/link";
import { bulk, said } from "../../../../test/bulk.ts";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { addFolder, addTemplate, changeLink, makeLink, readLink } from "../../../../test/links.ts";
import { addOwnKey } from "../../../../test/own-links.ts";
import { insertLinks } from "../db/links.ts";
import { deleteLink } from "./delete.ts";

const url = "https://example.com/";
const GONE: [number, string] = [404, "link.not_found"];
const TAKEN: [number, string] = [409, "link.slug_taken"];

forEachDatabase("links of others, for a key of its own", (world) => {
  let count = 0;
  const fresh = (name: string) => `${name}-${world().operator.workspaceId.slice(-6)}-${count++}`;
  /** A link of the workspace's, with every name that it can have; and of another such key's. */
  async function others() {
    const body = () => ({
      slug: fresh("other"),
      externalId: fresh("ext"),
      tags: ["theirs"],
      title: "find me",
    });
    const second = await addOwnKey(world());
    return [await makeLink(world(), body()), await makeLink(world(), body(), second.actor)];
  }
  const namesOf = ({ id, slug, externalId }: Link) =>
    [id, `ext_${externalId}`, `localhost:3000/${slug}`].map(encodeURIComponent);
  const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

  test("are not there, by any name and for every verb; nothing of them changes", async () => {
    const { codes } = await addOwnKey(world());
    const all = await others();
    const trashed = await makeLink(world(), { slug: fresh("trashed"), externalId: fresh("t") });
    await deleteLink(world().ctx, world().operator, trashed.id);
    await changeLink(world(), all[0]?.id ?? "", { title: "version 2" });
    const before = await countRows(world());
    for (const link of [...all, trashed])
      for (const name of namesOf(link))
        for (const [method, path, body] of [
          ["GET", ""],
          ["PATCH", "", { title: "x" }],
          ["DELETE", ""],
          ["POST", "/restore", {}],
          ["GET", "/history"],
          ["POST", "/rollback", { version: 1 }],
          ["GET", "/qr"],
          ["POST", "/test", {}],
          ["GET", "/public-statistics"],
          ["POST", "/public-statistics", {}],
          ["DELETE", "/public-statistics"],
        ] as const)
          expect([method, path, ...(await codes(method, `/links/${name}${path}`, body))]).toEqual([
            ...[method, path],
            ...GONE,
          ]);
    expect(await countRows(world())).toEqual(before);
  });

  test("its own are there for it by every verb, and for everybody of the whole workspace", async () => {
    const { ask, codes, id: keyId } = await addOwnKey(world());
    const { status, body: link } = await ask("POST", "/links", {
      url,
      slug: fresh("mine"),
      externalId: fresh("m"),
    });
    expect([status, link.createdBy]).toEqual([201, keyId]);
    for (const name of namesOf(link)) expect((await ask("GET", `/links/${name}`)).body.id).toBe(link.id);
    for (const [method, path, body] of [
      ["PATCH", "", { title: "x" }],
      ["POST", "/rollback", { version: 1 }],
      ["GET", "/history"],
      ["POST", "/test", {}],
      ["POST", "/public-statistics", {}],
    ] as const)
      expect([path, (await codes(method, `/links/${link.id}${path}`, body))[0] < 300]).toEqual([path, true]);
    expect(await codes("DELETE", `/links/${link.id}`)).toEqual([204, undefined]);
    expect(await codes("POST", `/links/${link.id}/restore`, {})).toEqual([200, undefined]);
    const changed = await changeLink(world(), link.id, { title: "by the workspace" });
    expect([changed.title, (await readLink(world(), link.id)).createdBy]).toEqual([
      "by the workspace",
      keyId,
    ]);
    expect((await ask("GET", `/links/${link.id}`)).body.title).toBe("by the workspace");
  });

  test("are in no list, whatever is asked for; pages hold its own, in order", async () => {
    const { ask, id } = await addOwnKey(world());
    const [other] = await others();
    const mine: string[] = [];
    for (let turn = 0; turn < 5; turn++) {
      const more = { tags: ["theirs"], title: "find me", expiresAt: "2031-01-01T00:00:00Z" };
      mine.unshift((await ask("POST", "/links", { url, slug: fresh("mine"), ...more })).body.id);
      await others();
    }
    const shown = async (query: string) => idsOf((await ask("GET", `/links?${query}`)).body).sort();
    for (const query of [
      ...["", "tag=theirs", "search=find", "domain=localhost:3000", "status=active,trashed,archived"],
      ...["sort=slug", "sort=updatedAt", "sort=expiresAt"],
    ])
      expect([query, await shown(query)]).toEqual([query, [...mine].sort()]);
    for (const by of [other?.createdBy, id])
      expect(await shown(`createdBy=${by}`)).toEqual(by === id ? [...mine].sort() : []);
    for (const sort of ["createdAt", "updatedAt", "slug"]) {
      const seen: string[] = [];
      for (let cursor = ""; ; ) {
        const { body } = await ask(
          "GET",
          `/links?limit=2&sort=${sort}&order=desc${cursor && `&cursor=${cursor}`}`,
        );
        seen.push(...idsOf(body));
        if (body.nextCursor === null) break;
        cursor = encodeURIComponent(body.nextCursor);
      }
      expect([sort, [...seen].sort()]).toEqual([sort, [...mine].sort()]);
      if (sort === "createdAt") expect(seen).toEqual(mine);
    }
  });

  test("of thousands of its own between tens of thousands of others it sees just those, page by page", async () => {
    const { ask, id: owner } = await addOwnKey(world());
    const { ctx, operator, clock } = world();
    const at = clock.now;
    const rows = Array.from({ length: 24_000 }, (_, index) => ({
      id: newId("lnk", at + index),
      ...{ workspace_id: operator.workspaceId, domain: "bulk", slug: `${index}`, url, tags: [], aliases: [] },
      ...{ created_at: at, updated_at: at + (index % 777), version: 1 },
      owner_id: index % 8 === 0 ? owner : index % 8 === 1 ? "key_other" : null,
    }));
    await ctx.bulkTransaction((trx) => insertLinks(trx, ctx.config.database.kind, rows).then(() => {}));
    const mine = new Set(rows.filter((row) => row.owner_id === owner).map(({ id }) => id));
    for (const sort of ["createdAt", "updatedAt"]) {
      const seen: string[] = [];
      for (let cursor = ""; ; ) {
        const { body } = await ask("GET", `/links?limit=100&sort=${sort}${cursor && `&cursor=${cursor}`}`);
        seen.push(...idsOf(body));
        if (body.nextCursor === null) break;
        cursor = encodeURIComponent(body.nextCursor);
      }
      expect([sort, seen.length, new Set(seen)]).toEqual([sort, 3_000, mine]);
    }
  }, 60_000);

  test("a slug that another's link has is taken, and which link has it is not said", async () => {
    const { ask, codes } = await addOwnKey(world());
    const { body: mine } = await ask("POST", "/links", { url, aliases: [fresh("alias")] });
    for (const { slug, id } of await others()) {
      for (const [method, path, body] of [
        ["POST", "/links", { url, slug }],
        ["POST", "/links", { url, aliases: [slug] }],
        ["PATCH", `/links/${mine.id}`, { slug }],
        ["PATCH", `/links/${mine.id}`, { aliases: [slug] }],
        ["PUT", `/links/external/${fresh("new")}`, { url, slug }],
      ] as const) {
        const refused = await ask(method, path, body);
        expect([refused.status, refused.body.code, JSON.stringify(refused.body).includes(id)]).toEqual([
          ...TAKEN,
          false,
        ]);
      }
    }
    const own = await ask("POST", "/links", { url, slug: mine.slug });
    expect(own.body.detail).toContain(mine.id);
    expect((await codes("GET", `/links/${mine.id}`))[0]).toBe(200);
  });

  test("an address that was given up is not taken again: whoever follows it came for another's link", async () => {
    const { codes } = await addOwnKey(world());
    const old = fresh("old");
    const { id } = await makeLink(world(), { slug: old });
    await changeLink(world(), id, { slug: fresh("new"), aliases: [] });
    expect(await codes("POST", "/links", { url, slug: old })).toEqual(TAKEN);
    expect(await codes("POST", "/links", { url, aliases: [old] })).toEqual(TAKEN);
    expect((await makeLink(world(), { slug: old })).slug).toBe(old);
  });

  test("an externalId that another's link has is taken for every way to make a link, and tells nothing", async () => {
    const { ask } = await addOwnKey(world());
    const { body: mine } = await ask("POST", "/links", { url });
    for (const link of await others()) {
      const { externalId } = link;
      for (const [method, path, body] of [
        ["PUT", `/links/external/${externalId}`, { url: "https://example.org/" }],
        ["PUT", `/links/external/${externalId}`, { url: "https://example.org/", domain: "localhost:3000" }],
        ["POST", "/links", { url, externalId }],
        ["PATCH", `/links/${mine.id}`, { externalId }],
      ] as const) {
        const { status, body: refused } = await ask(method, path, body);
        expect([status, refused.code]).toEqual([409, "link.external_id_taken"]);
        expect(JSON.stringify(refused)).not.toContain(link.id);
      }
      expect((await readLink(world(), link.id)).url).toBe(url);
    }
    const own = fresh("own");
    expect((await ask("PUT", `/links/external/${own}`, { url })).status).toBe(201);
    expect((await ask("PUT", `/links/external/${own}`, { url, title: "again" })).status).toBe(200);
  });

  test("ifExists: return and rewriting find its own alone, in bulk, too", async () => {
    const { ask, text: key } = await addOwnKey(world());
    const destination = `https://example.com/${fresh("same")}`;
    const other = await makeLink(world(), { url: destination });
    const again = { url: destination, ifExists: "return" };
    const first = await ask("POST", "/links", again);
    expect([first.status, first.body.id === other.id]).toEqual([201, false]);
    expect(await ask("POST", "/links", again)).toMatchObject({ status: 200, body: { id: first.body.id } });
    expect((await bulk(world(), "create", [again], { key })).map(({ link }) => link?.id)).toEqual([
      first.body.id,
    ]);
    const elsewhere = `https://example.com/${fresh("elsewhere")}`;
    await makeLink(world(), { url: elsewhere });
    for (const isNew of [true, false]) {
      const { body } = await ask("POST", "/rewrite", { content: elsewhere, format: "text" });
      expect(body.links).toMatchObject([{ url: elsewhere, isNew }]);
    }
  });

  test("in bulk each line about another's link is refused as if it were not there", async () => {
    const { text: key, ask } = await addOwnKey(world());
    const all = await others();
    const { body: mine } = await ask("POST", "/links", { url });
    const named = all.flatMap(({ id, externalId, slug }) => [
      id,
      `ext_${externalId}`,
      `localhost:3000/${slug}`,
    ]);
    const changed = await bulk(
      world(),
      "update",
      [...named, mine.id].map((id) => ({ id, title: "bulk" })),
      { key },
    );
    expect(said(changed)).toEqual([...named.map(() => "404 link.not_found"), "200"]);
    const deleted = await bulk(world(), "delete", [...named, mine.id], { key });
    expect(said(deleted)).toEqual([...named.map(() => "404 link.not_found"), "204"]);
    const taken = all.map(({ slug }) => ({ url, slug }));
    const externals = all.map(({ externalId }) => ({ url, externalId }));
    const made = await bulk(world(), "create", [...taken, ...externals, { url }], { key });
    expect(said(made)).toEqual([
      ...all.map(() => "409 link.slug_taken"),
      ...all.map(() => "409 link.external_id_taken"),
      "201",
    ]);
    for (const { id } of all) {
      expect((await readLink(world(), id)).title).toBe("find me");
      expect(JSON.stringify(made)).not.toContain(id);
    }
    expect((await ask("GET", `/links/${made.at(-1)?.link?.id}`)).status).toBe(200);
  });

  test("an Idempotency-Key of another's gives nothing of what they were answered", async () => {
    const [one, two] = [await addOwnKey(world()), await addOwnKey(world())];
    const { text: whole } = await world().key();
    const headers = { "Idempotency-Key": "same" };
    const body = { url };
    const ids = new Set<string>();
    for (const key of [whole, one.text, two.text])
      for (let turn = 0; turn < 2; turn++) {
        const response = await ask(world(), "POST", "/api/v1/links", { key, body, headers });
        expect(response.status).toBe(201);
        ids.add(((await response.json()) as Link).id);
      }
    expect(ids.size).toBe(3);
    const other = await ask(world(), "POST", "/api/v1/links", {
      key: two.text,
      body: { url, title: "x" },
      headers,
    });
    expect(other.status).toBe(409);
  });

  test("tags are those of its links, with their number; no others are named", async () => {
    const { ask } = await addOwnKey(world());
    await others();
    for (const tags of [["a", "theirs"], ["b"], ["a"]]) await ask("POST", "/links", { url, tags });
    const { body } = await ask("POST", "/links", { url, tags: ["gone"] });
    await ask("DELETE", `/links/${body.id}`);
    await makeLink(world(), { tags: ["a", "secret"] });
    const pages = [await ask("GET", "/tags?limit=2"), await ask("GET", "/tags?limit=2&cursor=b")];
    expect(
      pages.map((page) => page.body.data.map((tag: Record<string, unknown>) => [tag.name, tag.links])),
    ).toEqual([
      [
        ["a", 2],
        ["b", 1],
      ],
      [["theirs", 1]],
    ]);
  });

  test("what the workspace shares it may use, not change", async () => {
    const { ask, codes, id: keyId } = await addOwnKey(world());
    const folder = await addFolder(world(), "Shared", "editor", { [keyId]: "manager" });
    const template = await addTemplate(world(), "Preset", { tags: ["preset"] });
    await makeLink(world(), { tags: ["shared"], folder });
    const made = await ask("POST", "/links", { url, folder: "Shared", template: "Preset", tags: ["shared"] });
    expect(made.body).toMatchObject({ folder, tags: ["preset", "shared"] });
    expect(idsOf((await ask("GET", "/links?folder=Shared")).body)).toEqual([made.body.id]);
    expect([
      idsOf((await ask("GET", "/folders")).body),
      idsOf((await ask("GET", "/templates")).body),
    ]).toEqual([[folder], [template]]);
    const before = await countRows(world());
    for (const [method, path, body] of [
      ["POST", "/folders", { name: "x" }],
      ["PATCH", `/folders/${folder}`, { name: "x" }],
      ["DELETE", `/folders/${folder}`],
      ["GET", `/folders/${folder}/members`],
      ["PUT", `/folders/${folder}/members/${keyId}`, { role: "viewer" }],
      ["DELETE", `/folders/${folder}/members/${keyId}`],
      ["POST", "/templates", { name: "x", fields: {} }],
      ["PATCH", `/templates/${template}`, { name: "x" }],
      ["DELETE", `/templates/${template}`],
      ["PATCH", "/tags/shared", { name: "x" }],
      ["DELETE", "/tags/shared"],
    ] as const)
      expect([path, ...(await codes(method, path, body))]).toEqual([path, 403, "auth.own_links_only"]);
    expect(await countRows(world())).toEqual(before);
  });

  test("a folder counts as well: its own link in one that is hidden is not there for it", async () => {
    const { ask, codes } = await addOwnKey(world());
    const { body: link } = await ask("POST", "/links", { url });
    const look = await addFolder(world(), "Look", "viewer");
    await changeLink(world(), link.id, { folder: look });
    expect(await codes("PATCH", `/links/${link.id}`, { title: "x" })).toEqual([403, "folder.forbidden"]);
    await changeLink(world(), link.id, { folder: await addFolder(world(), "Gone", "none") });
    expect(await codes("GET", `/links/${link.id}`)).toEqual(GONE);
    expect(idsOf((await ask("GET", "/links")).body)).toEqual([]);
  });
});

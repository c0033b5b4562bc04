import { expect, test } from "bun:test";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import {
  askJson,
  changeLink,
  faultsOfAddresses,
  makeLink,
  readLink,
  DESTINATION as url,
} from "../../../../test/links.ts";
import { deleteLink } from "./delete.ts";

const TAKEN = { code: "link.slug_taken" };

forEachDatabase("aliases", (world) => {
  const theirs = async (): Promise<World> => ({ ...world(), ...(await world().stranger()) });

  test("lead where the link leads, and name it like its slug", async () => {
    const link = await makeLink(world(), { slug: "main", aliases: ["poster", "mail/2"] });
    expect([link.aliases, link.shortUrl]).toEqual([["mail/2", "poster"], "http://localhost:3000/main"]);
    for (const slug of ["main", "poster", "mail/2"]) {
      expect(await world().database.lookup("", slug)).toMatchObject({ id: link.id, slug });
      expect(await readLink(world(), `localhost:3000/${slug}`)).toEqual(link);
    }
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("come in one order, each once, and never the slug itself", async () => {
    const aliases = ["list-b", "Größe-l", "list-a", "list-b", "Gro\u0308ße-l", "list-main"];
    const link = await makeLink(world(), { slug: "list-main", aliases });
    expect(link.aliases).toEqual(["Größe-l", "list-a", "list-b"]);
    expect((await readLink(world(), link.id)).aliases).toEqual(link.aliases);
  });

  test("come in the same order from every verb, whatever letters they have", async () => {
    const aliases = ["\uff5a-order", "\u{1d49c}-order", "Z-order", "a-order", "é-order", "東-order"];
    const { text: key } = await world().key();
    const made = (await askJson(world(), key, "POST", "/links", { url, aliases })).body;
    const read = (await askJson(world(), key, "GET", `/links/${made.id}`)).body;
    const changed = (
      await askJson(world(), key, "PATCH", `/links/${made.id}`, { aliases: [...aliases].reverse() })
    ).body;
    const listed = (await askJson(world(), key, "GET", "/links")).body.data[0];
    for (const link of [read, changed, listed]) expect(link.aliases).toEqual(made.aliases);
  });

  test("are replaced by a list, kept by other changes, and given up by an empty one", async () => {
    const { id } = await makeLink(world(), { slug: "re-main", aliases: ["re-a", "re-b"] });
    expect((await changeLink(world(), id, { title: "x" })).aliases).toEqual(["re-a", "re-b"]);
    expect((await changeLink(world(), id, { aliases: ["re-c", "re-b"] })).aliases).toEqual(["re-b", "re-c"]);
    expect(await world().database.lookup("", "re-a")).toBeNull();
    await expect(readLink(world(), "localhost:3000/re-a")).rejects.toMatchObject({ code: "link.not_found" });
    expect((await changeLink(world(), id, { aliases: [] })).aliases).toEqual([]);
    expect(await readLink(world(), id)).toMatchObject({ slug: "re-main", aliases: [] });
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("with a new slug and a list of aliases, the old slug stays only if the list names it", async () => {
    const { id } = await makeLink(world(), { slug: "both-a" });
    const kept = await changeLink(world(), id, { slug: "both-b", aliases: ["both-a", "both-c"] });
    expect([kept.slug, kept.aliases]).toEqual(["both-b", ["both-a", "both-c"]]);
    const dropped = await changeLink(world(), id, { slug: "both-c", aliases: [] });
    expect([dropped.slug, dropped.aliases]).toEqual(["both-c", []]);
    for (const slug of ["both-a", "both-b"]) expect(await world().database.lookup("", slug)).toBeNull();
    const promoted = await changeLink(world(), id, { slug: "both-a", aliases: ["both-a", "both-c"] });
    expect([promoted.slug, promoted.aliases]).toEqual(["both-a", ["both-c"]]);
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("given up, stay with the workspace: it may take them again for any link, another may not", async () => {
    const other = await theirs();
    const { id } = await makeLink(world(), { slug: "up-main", aliases: ["up-a", "up-b"] });
    await changeLink(world(), id, { aliases: [] });
    for (const body of [{ slug: "up-a" }, { aliases: ["up-a"] }, { slug: "up-free", aliases: ["up-b"] }])
      await expect(makeLink(other, body)).rejects.toMatchObject(TAKEN);
    const own = await makeLink(other, { slug: "up-theirs" });
    await expect(changeLink(other, own.id, { slug: "up-a" })).rejects.toMatchObject(TAKEN);
    await expect(changeLink(other, own.id, { aliases: ["up-b"] })).rejects.toMatchObject(TAKEN);
    const second = await makeLink(world(), { slug: "up-a" });
    expect(await world().database.lookup("", "up-a")).toMatchObject({ id: second.id });
    expect((await changeLink(world(), id, { aliases: ["up-b"] })).aliases).toEqual(["up-b"]);
    await expect(changeLink(world(), id, { aliases: ["up-a"] })).rejects.toMatchObject(TAKEN);
    expect([await faultsOfAddresses(world()), await faultsOfAddresses(other)]).toEqual([[], []]);
  });

  test("are unique across links, as slugs and aliases alike", async () => {
    await makeLink(world(), { slug: "uniq-slug", aliases: ["uniq-alias"] });
    const { id } = await makeLink(world(), { slug: "uniq-own" });
    for (const name of ["uniq-slug", "uniq-alias"]) {
      for (const body of [{ slug: name }, { aliases: [name] }, { aliases: ["uniq-new", name] }]) {
        await expect(makeLink(world(), body)).rejects.toMatchObject(TAKEN);
        await expect(changeLink(world(), id, body)).rejects.toMatchObject(TAKEN);
      }
    }
    expect(await readLink(world(), id)).toMatchObject({ slug: "uniq-own", aliases: [] });
    expect((await makeLink(world(), { slug: "uniq-new" })).slug).toBe("uniq-new");
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("of a deleted link stay taken for everybody", async () => {
    const { id } = await makeLink(world(), { slug: "del-main", aliases: ["del-a"] });
    world().forgotten.length = 0;
    await deleteLink(world().ctx, world().operator, id);
    expect(new Set(world().forgotten)).toEqual(new Set(["/del-main", "/del-a"]));
    for (const slug of ["del-main", "del-a"]) {
      expect(await world().database.lookup("", slug)).toBeNull();
      for (const who of [world(), await theirs()])
        await expect(makeLink(who, { aliases: [slug] })).rejects.toMatchObject(TAKEN);
    }
  });

  test("the redirect forgets each alias that comes, goes or stays", async () => {
    const { id } = await makeLink(world(), { slug: "for-main", aliases: ["for-a"] });
    expect(new Set(world().forgotten)).toEqual(new Set(["/for-main", "/for-a"]));
    world().forgotten.length = 0;
    await changeLink(world(), id, { aliases: ["for-b"] });
    expect(new Set(world().forgotten)).toEqual(new Set(["/for-main", "/for-a", "/for-b"]));
    world().forgotten.length = 0;
    await changeLink(world(), id, { url: "https://example.org/" });
    expect(new Set(world().forgotten)).toEqual(new Set(["/for-main", "/for-b"]));
  });

  test("a 409 names the holder to its own workspace, and to no other", async () => {
    const { id } = await makeLink(world(), { slug: "who-slug", aliases: ["who-alias"] });
    const [mine, other] = [(await world().key()).text, (await (await theirs()).key()).text];
    const own = await makeLink(world());
    for (const name of ["who-slug", "who-alias"]) {
      for (const [key, told] of [
        [mine, true],
        [other, false],
      ] as const) {
        const { status, body } = await askJson(world(), key, "POST", "/links", { url, slug: name });
        expect([status, body.code, body.detail.includes(id)]).toEqual([409, "link.slug_taken", told]);
        expect(JSON.stringify(body)).not.toContain(world().operator.workspaceId);
      }
      const { body } = await askJson(world(), mine, "PATCH", `/links/${own.id}`, { aliases: [name] });
      expect(body.detail).toContain(id);
    }
    // Given up, and never handed out, are told in the same words.
    await changeLink(world(), id, { aliases: [] });
    const answer = await askJson(world(), other, "POST", "/links", { url, slug: "who-alias" });
    const held = await askJson(world(), other, "POST", "/links", { url, slug: "who-slug" });
    expect(answer.body.detail).toBe(held.body.detail.replace("who-slug", "who-alias"));
  });
});

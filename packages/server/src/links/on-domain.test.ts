import { expect, test } from "bun:test";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import {
  addDomain,
  askJson,
  changeLink,
  faultsOfAddresses,
  makeLink,
  readLink,
  DESTINATION as url,
} from "../../../../test/links.ts";

const TAKEN = { code: "link.slug_taken" };
let hosts = 0;

forEachDatabase("links on a domain of the workspace", (world) => {
  /** A domain that no other test has. */
  const domain = async (options: Parameters<typeof addDomain>[2] = {}) => {
    const host = `d${hosts++}.example`;
    return { host, id: await addDomain(world(), host, options) };
  };
  const theirs = async (): Promise<World> => ({ ...world(), ...(await world().stranger()) });

  test("show its host, and have slugs of their own", async () => {
    const [one, two] = [await domain(), await domain()];
    const made = await Promise.all(
      [one.host, two.host, undefined].map((host) => makeLink(world(), { slug: "same", domain: host })),
    );
    expect(new Set(made.map((link) => link.id)).size).toBe(3);
    expect(made.map((link) => link.domain)).toEqual([one.host, two.host, "localhost:3000"]);
    expect(made.map((link) => link.shortUrl)).toEqual([
      `http://${one.host}:3000/same`,
      `http://${two.host}:3000/same`,
      "http://localhost:3000/same",
    ]);
    for (const link of made) expect((await readLink(world(), `${link.domain}/same`)).id).toBe(link.id);
    expect(await world().database.lookup(one.id, "same")).toMatchObject({ id: made[0]?.id, domain: one.id });
    await expect(makeLink(world(), { slug: "same", domain: one.host })).rejects.toMatchObject(TAKEN);
  });

  test("are asked for by the host in any case", async () => {
    const { host } = await domain();
    const link = await makeLink(world(), { slug: "any-case", domain: host.toUpperCase() });
    expect(link.domain).toBe(host);
    expect((await readLink(world(), `${host.toUpperCase()}/any-case`)).id).toBe(link.id);
  });

  test("that another workspace has, nobody has proven, or that is away again: domain.not_found", async () => {
    const [mine, unproven] = [await domain(), await domain({ isVerified: false })];
    const other = await theirs();
    const { text: key } = await other.key();
    const link = await makeLink(world(), { slug: "mine", domain: mine.host });
    for (const host of [mine.host, unproven.host, "nobody.example"]) {
      for (const { status, body } of [
        await askJson(other, key, "POST", "/links", { url, domain: host, slug: "mine" }),
        await askJson(other, key, "POST", "/links", { url, domain: host }),
        await askJson(other, key, "GET", `/links?domain=${host}`),
      ])
        expect([host, status, body.code]).toEqual([host, 404, "domain.not_found"]);
      const read = await askJson(other, key, "GET", `/links/${encodeURIComponent(`${host}/mine`)}`);
      expect([host, read.status, read.body.code]).toEqual([host, 404, "link.not_found"]);
    }
    // Whose it is, is not told.
    const words = await Promise.all(
      [mine.host, "nobody.example"].map(async (host) =>
        (await askJson(other, key, "POST", "/links", { url, domain: host })).body.detail.replace(
          host,
          "HOST",
        ),
      ),
    );
    expect(words[0]).toBe(words[1]);
    await world()
      .ctx.db.updateTable("domains")
      .set({ verified_at: null })
      .where("id", "=", mine.id)
      .execute();
    await world().ctx.domains.reload();
    await expect(makeLink(world(), { domain: mine.host })).rejects.toMatchObject({
      code: "domain.not_found",
    });
    expect(await readLink(world(), link.id)).toMatchObject({ id: link.id, slug: "mine" });
  });

  test("noindex is what the domain says, unless the link says otherwise", async () => {
    const { host } = await domain({ settings: { noindex: false } });
    expect((await makeLink(world(), { domain: host })).noindex).toBe(false);
    const { id, noindex } = await makeLink(world(), { domain: host, noindex: true });
    expect(noindex).toBe(true);
    expect((await changeLink(world(), id, { noindex: null })).noindex).toBe(false);
  });

  test("where capitals do not count, ABC and abc are one slug: taken, found and forgotten as such", async () => {
    const { host, id: domainId } = await domain({ isCaseSensitive: false });
    const link = await makeLink(world(), { slug: "ABC", domain: host, aliases: ["Größe", "abc", "X", "x"] });
    expect([link.slug, link.aliases]).toEqual(["ABC", ["Größe", "x"]]);
    expect(await readLink(world(), link.id)).toEqual(link);
    expect(new Set(world().forgotten)).toEqual(
      new Set([`${domainId}/abc`, `${domainId}/größe`, `${domainId}/x`]),
    );
    for (const slug of ["abc", "ABC", "aBc", "GRO\u0308ßE", "X"]) {
      expect((await readLink(world(), `${host}/${slug}`)).id).toBe(link.id);
      for (const body of [{ slug }, { aliases: [slug] }])
        await expect(makeLink(world(), { ...body, domain: host })).rejects.toMatchObject(TAKEN);
    }
    expect(await world().database.lookup(domainId, "abc")).toMatchObject({ id: link.id, slug: "ABC" });
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("where capitals do not count, a slug or alias is spelled anew, and stays one address", async () => {
    const { host, id: domainId } = await domain({ isCaseSensitive: false });
    const { id } = await makeLink(world(), { slug: "sale", domain: host, aliases: ["poster"] });
    const changed = await changeLink(world(), id, { slug: "SALE", aliases: ["Poster", "sale"] });
    expect([changed.slug, changed.aliases]).toEqual(["SALE", ["Poster"]]);
    expect(await readLink(world(), id)).toEqual(changed);
    expect(await world().database.lookup(domainId, "sale")).toMatchObject({ slug: "SALE" });
    expect(await world().database.lookup(domainId, "poster")).toMatchObject({ slug: "Poster" });
    const renamed = await changeLink(world(), id, { slug: "sAlE" });
    expect([renamed.slug, renamed.aliases]).toEqual(["sAlE", ["Poster"]]);
    const swapped = await changeLink(world(), id, { slug: "POSTER" });
    expect([swapped.slug, swapped.aliases]).toEqual(["POSTER", ["sAlE"]]);
    expect(await readLink(world(), id)).toEqual(swapped);
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("where capitals do not count, random slugs have none", async () => {
    const { host } = await domain({ isCaseSensitive: false });
    for (let count = 0; count < 30; count++)
      expect((await makeLink(world(), { domain: host })).slug).toMatch(/^[2-9a-km-z]{7}$/);
  });

  test("a link whose domain has lost its proof still shows, and can be changed and deleted", async () => {
    const { host, id: domainId } = await domain();
    const { id } = await makeLink(world(), { slug: "orphaned", domain: host, aliases: ["orphaned-2"] });
    await world()
      .ctx.db.updateTable("domains")
      .set({ verified_at: null })
      .where("id", "=", domainId)
      .execute();
    await world().ctx.domains.reload();
    const { text: key } = await world().key();
    expect((await askJson(world(), key, "GET", `/links/${id}`)).status).toBe(200);
    const change = { title: "x", slug: "orphaned-2", aliases: [] };
    expect((await askJson(world(), key, "PATCH", `/links/${id}`, change)).body).toMatchObject({
      slug: "orphaned-2",
    });
    expect((await askJson(world(), key, "DELETE", `/links/${id}`)).status).toBe(204);
  });
});

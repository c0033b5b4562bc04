import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { addDomain, addFolder, askJson, makeLink } from "../../../../test/links.ts";

forEachDatabase("the filters of a list", (world) => {
  let key: string;
  async function openKey(): Promise<void> {
    key = (await world().key()).text;
  }
  /** Titles of the links that are found, in order of age. */
  const found = async (query: Record<string, string>): Promise<string[]> => {
    const { status, body } = await askJson(
      world(),
      key,
      "GET",
      `/links?order=asc&${new URLSearchParams(query)}`,
    );
    expect([query, status]).toEqual([query, 200]);
    return body.data.map((link: { title: string }) => link.title);
  };
  const make = (title: string, body: Record<string, unknown> = {}) => makeLink(world(), { title, ...body });

  test("search looks into the notes, too, and takes what is there line by line", async () => {
    await openKey();
    await make("1", { notes: "first line\nSECOND 100% line" });
    await make("2", { notes: "other" });
    for (const search of ["first", "second", "100%", "LINE"]) expect(await found({ search })).toEqual(["1"]);
    expect(await found({ search: "first line second" })).toEqual([]);
  });

  test("domain: by its host in any case, the service's own as well", async () => {
    await openKey();
    await addDomain(world(), "filter.example");
    await make("there", { domain: "filter.example" });
    await make("here");
    expect(await found({ domain: "Filter.Example" })).toEqual(["there"]);
    expect(await found({ domain: "LOCALHOST:3000" })).toEqual(["here"]);
    const { status, body } = await askJson(world(), key, "GET", "/links?domain=nowhere.example");
    expect([status, body.code]).toEqual([404, "domain.not_found"]);
  });

  test("folder: by its id or name", async () => {
    await openKey();
    const folder = await addFolder(world(), "In here & there", "viewer");
    await make("in", { folder });
    await make("out");
    for (const name of [folder, "In here & there"]) expect(await found({ folder: name })).toEqual(["in"]);
    const { status, body } = await askJson(world(), key, "GET", "/links?folder=nowhere");
    expect([status, body.code]).toEqual([404, "folder.not_found"]);
  });

  test("createdBy: who made it", async () => {
    await openKey();
    const other = await world().key();
    await make("operator's");
    await makeLink(world(), { title: "key's" }, other.actor);
    expect(await found({ createdBy: "operator" })).toEqual(["operator's"]);
    expect(await found({ createdBy: other.id })).toEqual(["key's"]);
    expect(await found({ createdBy: "key_nobody" })).toEqual([]);
  });

  test("createdAfter counts the instant in, createdBefore does not", async () => {
    await openKey();
    const { clock } = world();
    const times: string[] = [];
    for (const title of ["1", "2", "3"]) {
      clock.now += 1_000;
      times.push(new Date(clock.now).toISOString());
      await make(title);
    }
    const [first = "", second = "", third = ""] = times;
    expect(await found({ createdAfter: second })).toEqual(["2", "3"]);
    expect(await found({ createdBefore: second })).toEqual(["1"]);
    expect(await found({ createdAfter: first, createdBefore: third })).toEqual(["1", "2"]);
    expect(await found({ createdAfter: third, createdBefore: first })).toEqual([]);
    expect(await found({ createdAfter: "2027-01-15T14:00:02+02:00" })).toEqual(["2", "3"]);
    expect((await askJson(world(), key, "GET", "/links?createdAfter=yesterday")).status).toBe(422);
  });

  test("metadata: name and value, name alone, all pairs at once, whole and as written", async () => {
    await openKey();
    await make("1", { metadata: { invoice: "4711", team: "a" } });
    await make("2", { metadata: { invoice: "4712", team: "a" } });
    await make("3", { metadata: { "in,voice": "a,b:c", Invoice: "4711" } });
    await make("4");
    expect(await found({ metadata: "invoice:4711" })).toEqual(["1"]);
    expect(await found({ metadata: "invoice" })).toEqual(["1", "2"]);
    expect(await found({ metadata: "invoice:4712,team:a" })).toEqual(["2"]);
    expect(await found({ metadata: "team:a,invoice:0" })).toEqual([]);
    expect(await found({ metadata: "in\\,voice:a\\,b:c" })).toEqual(["3"]);
    expect(await found({ metadata: "invoice:47" })).toEqual([]);
    expect(await found({ metadata: "invoice:4711", status: "active", search: "1", limit: "1" })).toEqual([
      "1",
    ]);
    for (const odd of ["", ":", "%:_", "'"]) expect(await found({ metadata: odd })).toEqual([]);
    const six = await askJson(world(), key, "GET", "/links?metadata=a,b,c,d,e,f");
    expect([six.status, six.body.errors[0].path]).toEqual([422, "metadata"]);
  });

  test("metadata: what would be left out silently is refused instead", async () => {
    await openKey();
    await make("1", { metadata: { invoice: "4711" } });
    const { status, body } = await askJson(world(), key, "GET", "/links?metadata=!invoice:4711");
    // Either it leaves such links out, or it is refused; a filter that does nothing is neither.
    expect([status, body.data]).not.toEqual([200, expect.arrayContaining([expect.anything()])]);
  });

  test("metadata that was changed or cleared is found as it is now", async () => {
    await openKey();
    const { id } = await make("1", { metadata: { a: "1", b: "2" } });
    await askJson(world(), key, "PATCH", `/links/${id}`, { metadata: { a: "3" } });
    expect(await found({ metadata: "a:3" })).toEqual(["1"]);
    for (const gone of ["a:1", "b", "b:2"]) expect(await found({ metadata: gone })).toEqual([]);
    await askJson(world(), key, "PATCH", `/links/${id}`, { metadata: null });
    expect(await found({ metadata: "a" })).toEqual([]);
  });

  test("all filters at once find what passes each of them", async () => {
    await openKey();
    const folder = await addFolder(world(), "All", "editor");
    const all = { folder, tags: ["t"], metadata: { m: "1" }, notes: "needle", disabled: true };
    await make("yes", all);
    for (const [field, value] of Object.entries({
      folder: null,
      tags: [],
      metadata: null,
      notes: null,
      disabled: false,
    }))
      await make(`no ${field}`, { ...all, [field]: value });
    const query = { folder: "All", tag: "t", metadata: "m:1", search: "needle", status: "disabled" };
    const rest = { createdBy: "operator", domain: "localhost:3000", createdAfter: "2027-01-01T00:00:00Z" };
    expect(await found({ ...query, ...rest })).toEqual(["yes"]);
  });

  test("another workspace's links pass no filter", async () => {
    const body = { tags: ["t"], metadata: { m: "1" }, notes: "needle", title: "theirs" };
    await makeLink({ ...world(), ...(await world().stranger()) }, body);
    await openKey();
    for (const [name, value] of [
      ["tag", "t"],
      ["metadata", "m:1"],
      ["metadata", "m"],
      ["search", "needle"],
      ["createdBy", "operator"],
    ] as const)
      expect(await found({ [name]: value })).toEqual([]);
  });
});

import { expect, test } from "bun:test";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import {
  addDomain,
  addFolder,
  addTemplate,
  askJson,
  makeLink,
  DESTINATION as url,
} from "../../../../test/links.ts";

forEachDatabase("links from a template", (world) => {
  const post = async (body: Record<string, unknown>) =>
    askJson(world(), (await world().key()).text, "POST", "/links", { url, ...body });

  test("have what it says where nothing else is said, whatever it is called by", async () => {
    const folder = await addFolder(world(), "Spring", "editor");
    await addDomain(world(), "spring.example");
    const fields = {
      ...{
        domain: "spring.example",
        slugLength: 12,
        slugPrefix: "sp",
        folder: "Spring",
        title: "T",
        notes: "N",
      },
      ...{
        expiresAt: "2028-01-01T00:00:00.000Z",
        maxClicks: 5,
        redirectStatus: 307,
        noindex: false,
        disabled: true,
      },
      ...{
        rules: [{ conditions: [], url: "https://r.example/" }],
        preview: { title: "P" },
        ios: "https://i.example/",
      },
    };
    const id = await addTemplate(world(), "Spring", fields);
    const { domain: _, slugLength: __, slugPrefix: ___, ...shown } = { ...fields, folder };
    for (const template of [id, "Spring"]) {
      const { status, body } = await post({ template });
      expect([status, body]).toEqual([201, expect.objectContaining({ ...shown, domain: "spring.example" })]);
      expect(body.slug).toMatch(/^sp\/\w{12}$/);
    }
    const own = {
      title: "own",
      maxClicks: null,
      noindex: true,
      folder: null,
      disabled: false,
      rules: [],
      slug: "own-1",
    };
    expect((await post({ template: id, ...own })).body).toMatchObject({
      ...own,
      notes: "N",
      redirectStatus: 307,
    });
  });

  test("have the tags of both, and campaign parameters and metadata name by name", async () => {
    const fields = {
      ...{ tags: ["b", "a"], metadata: { team: "x", kept: "1" } },
      utm: { source: "mail", medium: "email" },
    };
    await addTemplate(world(), "Merged", fields);
    const own = { tags: ["c", "a"], metadata: { team: "y", new: "2" }, utm: { source: "web", term: "t" } };
    const merged = (await post({ template: "Merged", ...own })).body;
    expect(merged.tags).toEqual(["a", "b", "c"]);
    expect(merged.metadata).toEqual({ team: "y", kept: "1", new: "2" });
    expect(merged.url).toBe(`${url}?utm_source=web&utm_medium=email&utm_term=t`);
    const bare = (await post({ template: "Merged" })).body;
    expect([bare.tags, bare.metadata, bare.utm]).toEqual([
      ["a", "b"],
      fields.metadata,
      { ...fields.utm, campaign: null, term: null, content: null },
    ]);
    const none = (await post({ template: "Merged", metadata: null, utm: null, tags: [] })).body;
    expect([none.tags, none.metadata, none.utm]).toEqual([["a", "b"], {}, null]);
  });

  test("together are held to the limits of a link", async () => {
    const some = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${prefix}${index}`);
    const record = (names: string[]) => Object.fromEntries(names.map((name) => [name, "v"]));
    await addTemplate(world(), "Full", { tags: some("a", 50), metadata: record(some("a", 50)) });
    expect((await post({ template: "Full" })).status).toBe(201);
    const before = await countRows(world());
    const { status, body } = await post({
      template: "Full",
      tags: ["one more"],
      metadata: { "one more": "v" },
    });
    expect([status, body.errors?.map((fault: { path: string }) => fault.path)]).toEqual([
      422,
      ["tags", "metadata"],
    ]);
    const after = await countRows(world());
    expect(after.links).toBe(before.links ?? 0);
  });

  test("are checked like any other: destinations, times, folder and domain", async () => {
    await addFolder(world(), "Viewed", "viewer");
    for (const [name, fields, status, code] of [
      ["Loop", { ios: "http://localhost:3000/x" }, 422, "request.invalid"],
      ["Scheme", { expiredUrl: "tel:+1" }, 422, "request.invalid"],
      ["Times", { startsAt: "2030-01-01T00:00:00Z" }, 422, "request.invalid"],
      ["Folder", { folder: "gone" }, 404, "folder.not_found"],
      ["Viewer", { folder: "Viewed" }, 403, "folder.forbidden"],
      ["Domain", { domain: "gone.example" }, 404, "domain.not_found"],
    ] as const) {
      await addTemplate(world(), name, fields);
      const { count, ...answer } = {
        count: await countRows(world()),
        ...(await post({ template: name, expiresAt: "2029-01-01T00:00:00Z" })),
      };
      expect([name, answer.status, answer.body.code]).toEqual([name, status, code]);
      expect((await countRows(world())).links).toBe(count.links ?? 0);
    }
  });

  test("are of the template as it is now, and stay as they were made", async () => {
    const id = await addTemplate(world(), "Changing", { title: "before" });
    const made = await makeLink(world(), { template: "Changing" });
    await world()
      .ctx.db.updateTable("templates")
      .set({ fields: '{"title":"after"}' })
      .where("id", "=", id)
      .execute();
    expect((await makeLink(world(), { template: "Changing" })).title).toBe("after");
    const { text: key } = await world().key();
    expect((await askJson(world(), key, "GET", `/links/${made.id}`)).body.title).toBe("before");
  });
});

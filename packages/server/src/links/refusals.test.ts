import { expect, test } from "bun:test";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import { addFolder, addTemplate, askJson, makeLink, DESTINATION as url } from "../../../../test/links.ts";

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
const record = (count: number) => Object.fromEntries(names(count).map((name) => [name, "v"]));
const always = (rest: object) => ({ conditions: [], ...rest });
const variant = { url: "https://a.example/", weight: 1 };

/** Fields with a faulty value each, and the path that must be named. */
const FAULTY: [field: string, value: unknown, path?: string][] = [
  ["url", "example.com"],
  ["url", null],
  ["slug", "a b"],
  ["slug", ""],
  ["slug", "a//b"],
  ["slug", "admin"],
  ["slug", "API/x"],
  ["slug", "pаypal"],
  ["slug", null],
  ["aliases", ["ok", "a b"], "aliases.1"],
  ["aliases", names(51)],
  ["aliases", ["www"], "aliases.0"],
  ["aliases", null],
  ["externalId", ""],
  ["externalId", "x".repeat(256)],
  ["externalId", 5],
  ["folder", ""],
  ["title", ""],
  ["title", "a\nb"],
  ["title", "x".repeat(256)],
  ["fetchTitle", "yes"],
  ["notes", ""],
  ["notes", "a\0b"],
  ["notes", "\ud800"],
  ["notes", "x".repeat(5_001)],
  ["tags", "x"],
  ["tags", [""], "tags.0"],
  ["tags", names(51)],
  ["metadata", record(51)],
  ["metadata", { a: 1 }, "metadata.a"],
  ["metadata", { a: "" }, "metadata.a"],
  ["metadata", { a: "x".repeat(501) }, "metadata.a"],
  ["metadata", []],
  ["utm", { source: "" }, "utm.source"],
  ["utm", { sauce: "x" }, "utm.sauce"],
  ["utm", { term: "x".repeat(256) }, "utm.term"],
  ["archived", "yes"],
  ["disabled", 1],
  ["startsAt", "soon"],
  ["expiresAt", "2027-02-30T00:00:00Z"],
  ["expiredUrl", "nowhere"],
  ["expiredUrl", "javascript:1"],
  ["maxClicks", 0],
  ["maxClicks", 1.5],
  ["maxClicks", 1_000_000_001],
  ["password", "abc"],
  ["password", "x".repeat(256)],
  ["redirectStatus", 303],
  ["redirectStatus", "302"],
  ["forwardQuery", "x"],
  ["forwardPath", 0],
  ["rules", [always({ url: "x" })], "rules.0.url"],
  ["rules", [always({})], "rules.0"],
  ["rules", [always({ url, split: [variant, variant] })], "rules.0"],
  ["rules", [always({ split: [variant] })], "rules.0.split"],
  ["rules", Array(51).fill(always({ url }))],
  ["preview", { title: "" }, "preview.title"],
  ["preview", { image: "mailto:a@b.c" }, "preview.image"],
  ["preview", { titel: "x" }, "preview.titel"],
  ["cloak", "x"],
  ["noindex", "x"],
  ["trackVisitors", "x"],
  ["clickIdParameter", "a b"],
  ["clickIdParameter", "qr"],
  ["clickIdParameter", 1],
  ["ios", "//x"],
  ["android", "file:///etc/passwd"],
  ["pixels", [{ provider: "meta", id: "abc" }], "pixels.0.id"],
  ["pixels", [{ provider: "myspace", id: "1" }], "pixels.0.provider"],
  ["pixels", Array(11).fill({ provider: "meta", id: "12345" })],
];
const ONLY_CREATE: [field: string, value: unknown, path?: string][] = [
  ["domain", ""],
  ["slugLength", 3],
  ["slugLength", 65],
  ["slugLength", 4.5],
  ["slugPrefix", "admin"],
  ["slugPrefix", "a b"],
  ["slugPrefix", "/"],
  ["slugPrefix", "x".repeat(101)],
  ["ifExists", "maybe"],
  ["template", ""],
];

forEachDatabase("what is refused of a link", (world) => {
  async function expectRefused(method: string, path: string, body: unknown, wanted: string[]) {
    const { text: key } = await world().key();
    const before = await countRows(world());
    const answer = await askJson(world(), key, method, path, body);
    const paths = answer.body?.errors?.map((fault: { path: string }) => fault.path);
    expect([body, answer.status, answer.body?.code]).toEqual([body, 422, "request.invalid"]);
    // Of one field more than one thing may be wrong.
    expect([body, [...new Set(paths)]]).toEqual([body, wanted]);
    expect(await countRows(world())).toEqual(before);
  }

  test("each faulty value is named, whether a link is made or changed, and nothing is written", async () => {
    const { id } = await makeLink(world());
    for (const [field, value, path = field] of [...FAULTY, ...ONLY_CREATE])
      await expectRefused("POST", "/links", { url, [field]: value }, [path]);
    for (const [field, value, path = field] of FAULTY)
      await expectRefused("PATCH", `/links/${id}`, { [field]: value }, [path]);
    for (const [field] of ONLY_CREATE)
      await expectRefused("PATCH", `/links/${id}`, { [field]: "x" }, [field]);
  });

  test("all faulty fields are named at once, each with its path", async () => {
    const { id } = await makeLink(world());
    const last = new Map([...FAULTY, ...ONLY_CREATE].map((each) => [each[0], each]));
    const { text: key } = await world().key();
    const body = Object.fromEntries([...last.values()].map(([field, value]) => [field, value]));
    const wanted = [...last.values()].map(([field, , path = field]) => path).sort();
    const { body: problem } = await askJson(world(), key, "POST", "/links", { ...body, colour: "red" });
    const paths = (errors: { path: string }[]) => [...new Set(errors.map((fault) => fault.path))].sort();
    expect(paths(problem.errors)).toEqual([...wanted, "colour"].sort());
    const changing = Object.fromEntries(
      Object.entries(body).filter(([name]) => FAULTY.some(([field]) => field === name)),
    );
    const { body: refused } = await askJson(world(), key, "PATCH", `/links/${id}`, changing);
    expect(paths(refused.errors)).toEqual(
      wanted.filter((path) => FAULTY.some(([field]) => path.split(".")[0] === field)),
    );
  });

  test("what nobody may set is no field: id, clicks, status, shortUrl and the rest", async () => {
    const { id } = await makeLink(world());
    const own = [
      "id",
      "shortUrl",
      "clicks",
      "scans",
      "status",
      "hasPassword",
      "flags",
      "createdAt",
      "updatedAt",
    ];
    for (const field of [...own, "deletedAt", "createdBy", "blockedReason", "version", "workspaceId"]) {
      await expectRefused("POST", "/links", { url, [field]: "x" }, [field]);
      await expectRefused("PATCH", `/links/${id}`, { [field]: "x" }, [field]);
    }
  });

  test("a link must not end before it begins, whichever of the two is changed", async () => {
    const [early, late] = ["2027-06-01T00:00:00Z", "2027-07-01T00:00:00Z"];
    for (const [startsAt, expiresAt] of [
      [late, early],
      [early, early],
      [early, "2027-06-01T02:00:00+02:00"],
    ])
      await expectRefused("POST", "/links", { url, startsAt, expiresAt }, ["expiresAt"]);
    const { id } = await makeLink(world(), { startsAt: early, expiresAt: late });
    await expectRefused("PATCH", `/links/${id}`, { startsAt: late }, ["expiresAt"]);
    await expectRefused("PATCH", `/links/${id}`, { expiresAt: early }, ["expiresAt"]);
    await expectRefused("PATCH", `/links/${id}`, { startsAt: late, expiresAt: early }, ["expiresAt"]);
    const { text: key } = await world().key();
    const moved = { startsAt: late, expiresAt: "2027-08-01T00:00:00.000Z" };
    expect((await askJson(world(), key, "PATCH", `/links/${id}`, moved)).status).toBe(200);
    for (const open of [
      { expiresAt: null },
      { startsAt: "2030-01-01T00:00:00Z" },
      { startsAt: null, expiresAt: early },
    ])
      expect((await askJson(world(), key, "PATCH", `/links/${id}`, open)).status).toBe(200);
  });

  test("a folder, domain or template that is not there, or another workspace's, is a 404 by its own name", async () => {
    const { id } = await makeLink(world());
    const stranger = await world().stranger();
    const theirs = { ...world(), ...stranger };
    const folder = await addFolder(theirs, "Theirs", "editor");
    const template = await addTemplate(theirs, "Theirs", { title: "theirs" });
    const { text: key } = await world().key();
    const before = await countRows(world());
    const wrong = [
      ...["fld_x", "Theirs", folder].map((value) => ["folder", value, "folder.not_found"] as const),
      ...["nowhere.example", "localhost"].map((value) => ["domain", value, "domain.not_found"] as const),
      ...["tpl_x", "Theirs", template].map((value) => ["template", value, "template.not_found"] as const),
    ];
    for (const [field, value, code] of wrong) {
      const { status, body } = await askJson(world(), key, "POST", "/links", { url, [field]: value });
      expect([value, status, body.code]).toEqual([value, 404, code]);
    }
    for (const value of ["fld_x", "Theirs", folder]) {
      const { status, body } = await askJson(world(), key, "PATCH", `/links/${id}`, { folder: value });
      expect([value, status, body.code]).toEqual([value, 404, "folder.not_found"]);
    }
    expect(await countRows(world())).toEqual(before);
  });

  test("a PATCH that is refused half way leaves everything as it was: tags, metadata, aliases and version", async () => {
    await makeLink(world(), { slug: "refusals-held" });
    const link = await makeLink(world(), { tags: ["a"], metadata: { a: "1" }, aliases: ["refusals-own"] });
    const { text: key } = await world().key();
    const rows = async () => [
      await countRows(world()),
      (await askJson(world(), key, "GET", `/links/${link.id}`)).body,
    ];
    const before = await rows();
    const change = {
      title: "x",
      tags: ["b"],
      metadata: { b: "2" },
      aliases: ["refusals-new", "refusals-held"],
    };
    const answer = await askJson(world(), key, "PATCH", `/links/${link.id}`, change);
    expect([answer.status, answer.body.code]).toEqual([409, "link.slug_taken"]);
    expect(await rows()).toEqual(before);
  });
});

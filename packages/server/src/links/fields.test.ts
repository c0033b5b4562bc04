import { expect, test } from "bun:test";
import { type Link, LinkSchema } from "@visoli/contract/link";
import { forEachDatabase } from "../../../../test/context.ts";
import { addFolder, askJson, DESTINATION as url } from "../../../../test/links.ts";

/** A field, what is said of it, what is shown then, what is said next, what is shown then, and what is shown when it is cleared. */
type Case = {
  field: string;
  set: unknown;
  shown?: unknown;
  change: unknown;
  changed?: unknown;
  cleared: unknown;
};

const rule = (to: string) => ({
  conditions: [{ type: "country", in: ["de", "AT"] }],
  url: to,
});
const shownRule = (to: string) => ({ conditions: [{ type: "country", in: ["DE", "AT"] }], url: to });
const split = {
  name: "half",
  conditions: [],
  split: [
    { url: "https://a.example/", weight: 1 },
    { url: "https://b.example/", weight: 3, name: "B" },
  ],
};

const CASES: Case[] = [
  { field: "externalId", set: "user 42/ü", change: "user-43", cleared: null },
  { field: "title", set: "T😀", change: "U", cleared: null },
  { field: "notes", set: "one\ntwo\r\n\tthree", change: "four", cleared: null },
  { field: "metadata", set: { b: "1", a: "2" }, change: { c: "3" }, cleared: {} },
  {
    field: "startsAt",
    set: "2027-06-01T00:00:00+02:00",
    shown: "2027-05-31T22:00:00.000Z",
    change: "2027-07-01T00:00:00.000Z",
    cleared: null,
  },
  {
    field: "expiresAt",
    set: "2028-06-01T00:00:00Z",
    shown: "2028-06-01T00:00:00.000Z",
    change: "2027-02-01T00:00:00.000Z",
    cleared: null,
  },
  { field: "expiredUrl", set: "https://over.example/ü", change: "http://over.example/2", cleared: null },
  { field: "maxClicks", set: 1, change: 1_000_000_000, cleared: null },
  { field: "redirectStatus", set: 301, change: 308, cleared: null },
  { field: "forwardQuery", set: true, change: true, cleared: false },
  { field: "forwardPath", set: true, change: true, cleared: false },
  {
    field: "rules",
    set: [rule("https://de.example/")],
    shown: [shownRule("https://de.example/")],
    change: [split, rule("https://at.example/")],
    changed: [split, shownRule("https://at.example/")],
    cleared: [],
  },
  {
    field: "preview",
    set: { title: "Card", description: "D", image: "https://img.example/1.png" },
    change: { title: "Other" },
    cleared: null,
  },
  { field: "cloak", set: true, change: true, cleared: false },
  { field: "noindex", set: false, change: true, cleared: true },
  { field: "trackVisitors", set: false, change: true, cleared: true },
  { field: "clickIdParameter", set: "vsl_id", change: "click.id-2", cleared: null },
  { field: "ios", set: "https://apps.example/ios", change: "https://apps.example/ios2", cleared: null },
  { field: "android", set: "https://apps.example/android", change: "https://apps.example/2", cleared: null },
  {
    field: "pixels",
    set: [
      { provider: "meta", id: "1234567890" },
      { provider: "google", id: "G-ABCD1234" },
    ],
    change: [{ provider: "tiktok", id: "ABCDEFGHIJ1" }],
    cleared: [],
  },
];

/** Cleared by a value of their own, as they are never null. */
const UNCLEARABLE = [
  {
    field: "tags",
    set: ["b", "a", "b"],
    shown: ["a", "b"],
    change: ["ü", "c"],
    changed: ["c", "ü"],
    clear: [],
  },
  { field: "archived", set: true, shown: true, change: true, changed: true, clear: false },
  { field: "disabled", set: true, shown: true, change: true, changed: true, clear: false },
];

forEachDatabase("every field of a link", (world) => {
  let key: string;
  const post = async (body: unknown) => askJson(world(), key, "POST", "/links", body);
  const patch = async (id: string, body: unknown) => askJson(world(), key, "PATCH", `/links/${id}`, body);
  const get = async (id: string) => (await askJson(world(), key, "GET", `/links/${id}`)).body;
  async function openKey(): Promise<void> {
    key = (await world().key()).text;
  }

  for (const { field, set, shown = set, change, changed = change, cleared } of CASES) {
    test(`${field}: set, changed and cleared, when a link is made and when it is changed`, async () => {
      await openKey();
      const made = await post({ url, [field]: set });
      expect([made.status, made.body[field]]).toEqual([201, shown]);
      const { id } = made.body;
      expect(await get(id)).toEqual(made.body);
      for (const [body, expected] of [
        [{ [field]: change }, changed],
        [{}, changed],
        [{ [field]: null }, cleared],
        [{ [field]: set }, shown],
        [{ [field]: set }, shown],
      ] as const) {
        const answer = await patch(id, body);
        expect([answer.status, answer.body[field]]).toEqual([200, expected]);
        expect(await get(id)).toEqual(answer.body);
      }
      const bare = await post({ url, [field]: null });
      expect([bare.status, bare.body[field]]).toEqual([201, cleared]);
      expect((await post({ url })).body[field]).toEqual(cleared);
    });
  }

  for (const { field, set, shown, change, changed, clear } of UNCLEARABLE) {
    test(`${field}: set, changed and cleared, and never null`, async () => {
      await openKey();
      const made = await post({ url, [field]: set });
      expect(made.body[field]).toEqual(shown);
      const { id } = made.body;
      for (const [value, expected] of [
        [change, changed],
        [clear, clear],
        [set, shown],
      ]) {
        expect((await patch(id, { [field]: value })).body[field]).toEqual(expected);
        expect((await get(id))[field]).toEqual(expected);
      }
      for (const refused of [await patch(id, { [field]: null }), await post({ url, [field]: null })])
        expect([refused.status, refused.body.errors[0].path]).toEqual([422, field]);
    });
  }

  test("all fields at once, in one answer of the contract's shape, change and go apart from each other", async () => {
    await openKey();
    const folder = await addFolder(world(), "All", "editor");
    const body = Object.fromEntries(CASES.map(({ field, set }) => [field, set]));
    const shown = Object.fromEntries(CASES.map(({ field, set, shown = set }) => [field, shown]));
    const all = {
      ...body,
      slug: "all-at-once",
      aliases: ["all-2"],
      tags: ["t"],
      folder: "All",
      password: "hush",
    };
    const { status, body: made } = await post({ url, ...all, utm: { source: "s" } });
    expect([status, made]).toEqual([201, expect.objectContaining({ ...shown, folder, hasPassword: true })]);
    LinkSchema.strict().parse(made);
    let before = made;
    for (const { field, cleared } of CASES) {
      const { body: after } = await patch(made.id, { [field]: null });
      const { status: _, ...expected } = { ...before, [field]: cleared };
      expect(after).toMatchObject(expected);
      before = after;
    }
    expect(before).toMatchObject({
      slug: "all-at-once",
      aliases: ["all-2"],
      tags: ["t"],
      folder,
      hasPassword: true,
    });
  });

  test("a link of which nothing is said shows the defaults", async () => {
    await openKey();
    const { body } = await post({ url });
    const nothing: Partial<Link> = {
      ...{ aliases: [], tags: [], metadata: {}, rules: [], pixels: [], flags: [] },
      ...{
        externalId: null,
        folder: null,
        title: null,
        notes: null,
        utm: null,
        startsAt: null,
        expiresAt: null,
      },
      ...{ expiredUrl: null, maxClicks: null, redirectStatus: null, preview: null, ios: null, android: null },
      ...{ hasPassword: false, forwardQuery: false, forwardPath: false, cloak: false, noindex: true },
      ...{ trackVisitors: true, clickIdParameter: null },
      ...{ archived: false, disabled: false, blockedReason: null, deletedAt: null, status: "active" },
    };
    expect(body).toMatchObject(nothing);
    expect(Object.keys(body).sort()).toEqual(Object.keys(LinkSchema.shape).sort());
  });

  test("visitors that are tracked, as by default, are nothing to remember of a link", async () => {
    await openKey();
    const { id } = (await post({ url, trackVisitors: true })).body;
    const settings = async () => {
      const query = world().ctx.db.selectFrom("links").select("settings").where("id", "=", id);
      return (await query.executeTakeFirstOrThrow()).settings;
    };
    expect(await settings()).toBeNull();
    await patch(id, { trackVisitors: false });
    expect(await settings()).toBe('{"trackVisitors":false}');
    await patch(id, { trackVisitors: true });
    expect(await settings()).toBeNull();
  });

  test("createdBy names who made the link, and stays when somebody else changes it", async () => {
    const [maker, other] = [await world().key(), await world().key()];
    const { body } = await askJson(world(), maker.text, "POST", "/links", { url });
    expect(body.createdBy).toBe(maker.id);
    const changed = await askJson(world(), other.text, "PATCH", `/links/${body.id}`, { title: "x" });
    expect(changed.body.createdBy).toBe(maker.id);
  });

  test("a preview of nulls is none, and one of some keeps those", async () => {
    await openKey();
    const { body } = await post({ url, preview: { title: null, image: null } });
    expect(body.preview).toBeNull();
    const some = await patch(body.id, { preview: { title: "T", image: null } });
    expect(some.body.preview).toMatchObject({ title: "T" });
    expect((await patch(body.id, { preview: {} })).body.preview).toBeNull();
  });

  test("archivedAt and disabledAt stand still while it is said again, and start anew after it was taken back", async () => {
    await openKey();
    const { id } = (await post({ url, archived: true, disabled: true })).body;
    const times = async () =>
      world()
        .ctx.db.selectFrom("links")
        .select(["archived_at", "disabled_at"])
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
    const { now } = world().clock;
    world().clock.now += 1_000;
    await patch(id, { archived: true, disabled: true });
    expect(await times()).toEqual({ archived_at: now, disabled_at: now });
    await patch(id, { archived: false, disabled: false });
    expect(await times()).toEqual({ archived_at: null, disabled_at: null });
    await patch(id, { disabled: true });
    expect(await times()).toEqual({ archived_at: null, disabled_at: now + 1_000 });
  });
});

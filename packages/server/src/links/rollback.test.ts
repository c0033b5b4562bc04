import { expect, test } from "bun:test";
import type { Link } from "@visoli/contract/link";
import fc from "fast-check";
import { own } from "../../../../test/bulk.ts";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import {
  type Answer,
  addFolder,
  askJson,
  changeLink,
  DESTINATION,
  faultsOfAddresses,
  makeLink,
  readLink,
} from "../../../../test/links.ts";
import { rollbackLink } from "./rollback.ts";

/** What a rollback does not bring back, or follows from the rest. */
const LEFT_ALONE = [
  "slug",
  "aliases",
  "shortUrl",
  "externalId",
  "hasPassword",
  "updatedAt",
  "clicks",
  "scans",
];

function rest(link: Link): Record<string, unknown> {
  return Object.fromEntries(Object.entries(link).filter(([name]) => !LEFT_ALONE.includes(name)));
}

const text = fc.constantFrom("a", "b", "ü");
const instant = (...years: number[]) =>
  fc.constantFrom(...years.map((year) => `${year}-06-01T00:00:00Z`), null);
const url = fc.constantFrom("https://example.com/1", "https://example.com/2?utm_source=x");
const Change = fc.record(
  {
    url,
    title: fc.option(text),
    notes: fc.option(text),
    tags: fc.uniqueArray(text),
    metadata: fc.option(fc.dictionary(text, text)),
    utm: fc.option(fc.record({ source: fc.option(text), term: text }, { requiredKeys: [] })),
    archived: fc.boolean(),
    disabled: fc.boolean(),
    startsAt: instant(2020, 2027),
    expiresAt: instant(2028, 2029),
    expiredUrl: fc.option(url),
    maxClicks: fc.option(fc.integer({ min: 1, max: 9 })),
    redirectStatus: fc.option(fc.constantFrom(301, 307)),
    forwardQuery: fc.option(fc.boolean()),
    forwardPath: fc.boolean(),
    cloak: fc.boolean(),
    noindex: fc.option(fc.boolean()),
    trackVisitors: fc.option(fc.boolean()),
    clickIdParameter: fc.option(fc.constantFrom("vsl_id", "click.id-1")),
    preview: fc.option(fc.record({ title: fc.option(text) })),
    ios: fc.option(url),
    pixels: fc.constantFrom([], [{ provider: "meta", id: "123456" }]),
    rules: fc.constantFrom([], [{ conditions: [], url: "https://example.com/de" }]),
    // Seldom: each takes its time.
    password: fc.constantFrom(...Array<null>(9).fill(null), "open sesame"),
    externalId: fc.constantFrom(null, "x"),
    folder: fc.constantFrom(null, "F"),
  },
  { requiredKeys: [] },
);

forEachDatabase("a rollback", (world) => {
  const rollback = async (id: string, version: unknown, headers: Record<string, string> = {}, key?: string) =>
    askJson(
      world(),
      key ?? (await world().key()).text,
      "POST",
      `/links/${id}/rollback`,
      { version },
      headers,
    );

  test("makes the link what it was at any version, whatever was changed since", async () => {
    await addFolder(world(), "F", "editor");
    const isPostgres = world().ctx.config.database.kind === "postgres";
    await fc.assert(
      fc.asyncProperty(fc.array(Change, { minLength: 1, maxLength: 6 }), fc.nat(), async (changes, seed) => {
        const link = await makeLink(world());
        const versions = [link];
        for (const { externalId, ...change } of changes) {
          const own = externalId && { externalId: `${externalId}-${link.id}` };
          versions.push(await changeLink(world(), link.id, { ...change, ...own }));
        }
        const last = versions.length;
        const target = 1 + (seed % (last - 1));
        const before = versions.at(-1) ?? link;
        const roll = (version: number) => rollbackLink(world().ctx, world().operator, link.id, version);
        const after = await roll(target);
        expect(after.version).toBe(last + 1);
        expect(await readLink(world(), link.id)).toEqual(after.link);
        expect(rest(after.link)).toEqual(rest(versions[target - 1] ?? link));
        for (const name of ["hasPassword", "externalId", "slug", "aliases"] as const)
          expect([name, after.link[name]]).toEqual([name, before[name]]);
        // And back again: a rollback is in the history as any change is.
        expect(rest((await roll(last)).link)).toEqual(rest(before));
      }),
      { numRuns: isPostgres ? 8 : 25 },
    );
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("leaves slugs as they are, and goes over deletion and restoration", async () => {
    const { text: key } = await world().key();
    const link = await makeLink(world(), { slug: own(world(), "s1"), title: "a" });
    await changeLink(world(), link.id, { slug: own(world(), "s2"), title: "b" });
    await askJson(world(), key, "DELETE", `/links/${link.id}`);
    await askJson(world(), key, "POST", `/links/${link.id}/restore`);
    const { body } = await rollback(link.id, 1);
    expect(body).toMatchObject({ title: "a", slug: own(world(), "s2"), aliases: [own(world(), "s1")] });
  });

  test("to a version that is not before is refused; so is what is no version", async () => {
    const link = await makeLink(world());
    await changeLink(world(), link.id, { title: "b" });
    for (const version of [2, 3, 1_000_000])
      expect((await rollback(link.id, version)).body.code).toBe("link.version_not_found");
    for (const version of [0, -1, 1.5, "1", null])
      expect([version, (await rollback(link.id, version)).status]).toEqual([version, 422]);
  });

  test("with If-Match rolls that version back, or nothing", async () => {
    const link = await makeLink(world(), { title: "a" });
    await changeLink(world(), link.id, { title: "b" });
    await changeLink(world(), link.id, { title: "c" });
    expect((await rollback(link.id, 1, { "If-Match": '"2"' })).body.code).toBe("link.version_mismatch");
    expect((await rollback(link.id, 1, { "If-Match": '"2", "3"' })).body.title).toBe("a");
    expect((await rollback(link.id, 3, { "If-Match": "*" })).body.title).toBe("c");
  });

  test("ten at once with writers between: each is what the link was, of the version that it says", async () => {
    const link = await makeLink(world(), { title: "first" });
    await changeLink(world(), link.id, { title: "second" });
    const answers: Promise<Answer | Link>[] = [];
    for (let turn = 0; turn < 10; turn++) {
      answers.push(rollback(link.id, 1));
      answers.push(changeLink(world(), link.id, { notes: `n${turn}` }));
    }
    const done = await Promise.all(answers);
    for (const answer of done) {
      if (!("status" in answer) || !("headers" in answer)) continue;
      expect([answer.status, answer.body.title, answer.body.notes]).toEqual([200, "first", null]);
    }
  });

  test("once for each Idempotency-Key", async () => {
    const { text: key } = await world().key();
    const link = await makeLink(world(), { title: "a" });
    await changeLink(world(), link.id, { title: "b" });
    const headers = { "Idempotency-Key": "back" };
    const first = await rollback(link.id, 1, headers, key);
    const before = await countRows(world());
    const second = await rollback(link.id, 1, headers, key);
    expect([second.status, second.body, second.headers.get("ETag")]).toEqual([200, first.body, '"3"']);
    expect(await countRows(world())).toEqual(before);
    expect((await rollback(link.id, 2, headers, key)).body.code).toBe("idempotency.mismatch");
  });

  test("is refused where the link leads may not be led to any more, and where the link is not the caller's", async () => {
    const link = await makeLink(world(), { folder: await addFolder(world(), "shut", "none"), title: "a" });
    await changeLink(world(), link.id, { title: "b" });
    for (const version of [1, 2, 99])
      expect((await rollback(link.id, version)).body.code).toBe("link.not_found");
    const seen = await makeLink(world(), { folder: await addFolder(world(), "look", "viewer") });
    await changeLink(world(), seen.id, { title: "b" });
    expect((await rollback(seen.id, 1)).body.code).toBe("folder.forbidden");
    const stranger = await (await world().stranger()).key();
    expect((await rollback(seen.id, 1, {}, stranger.text)).body.code).toBe("link.not_found");
    const { text: reader } = await world().key("links:read");
    expect((await rollback(seen.id, 1, {}, reader)).status).toBe(403);
    const { ctx, operator } = world();
    const moved = await makeLink(world(), { url: DESTINATION });
    await changeLink(world(), moved.id, { url: `${DESTINATION}2` });
    const inspect = (url: string) => ({ refusal: url === DESTINATION ? "Is dangerous" : null, flags: [] });
    const rolled = rollbackLink({ ...ctx, inspect }, operator, moved.id, 1);
    await expect(rolled).rejects.toMatchObject({ errors: [{ path: "url", code: "blocked_destination" }] });
  });
});

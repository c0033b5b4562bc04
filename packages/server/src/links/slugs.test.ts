import { expect, test } from "bun:test";
import { isMixedScript, isOffensive, isReservedSlug, SLUG_ALPHABET, SlugSchema } from "@visoli/contract/slug";
import fc from "fast-check";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
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

forEachDatabase("slugs", (world) => {
  test("of any script, with slashes inside, are found again in either Unicode form, and lead", async () => {
    for (const slug of ["東京", "Größe/Ä-1", "हिन्दी", "команда", "a/b/c", "_", "-/-", "\u1e9b\u0323"]) {
      const link = await makeLink(world(), { slug: slug.normalize("NFD") });
      expect(link.slug).toBe(slug.normalize("NFC"));
      const path = new URL(link.shortUrl).pathname;
      expect([link.shortUrl, decodeURIComponent(path)]).toEqual([
        expect.stringMatching(/^[!-~]+$/),
        `/${link.slug}`,
      ]);
      for (const form of ["NFC", "NFD"])
        expect((await readLink(world(), `localhost:3000/${slug.normalize(form)}`)).id).toBe(link.id);
      expect(await world().database.lookup("", link.slug)).toMatchObject({ id: link.id, slug: link.slug });
      await expect(makeLink(world(), { slug })).rejects.toMatchObject(TAKEN);
    }
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("a slug below another is another slug", async () => {
    const links = [];
    for (const slug of ["below", "below/a", "below/a/b", "Below/a"])
      links.push(await makeLink(world(), { slug }));
    for (const { id, slug } of links) expect((await readLink(world(), `localhost:3000/${slug}`)).id).toBe(id);
  });

  test("the first part must not be an address of the service, any other part may", async () => {
    const { text: key } = await world().key();
    for (const slug of ["api", "API/v1", "Docs/x", "healthz/", "admin/a/b", "Setup/1", "robots.txt"]) {
      const { status, body } = await askJson(world(), key, "POST", "/links", { url, slug });
      expect([slug, status, body.errors?.[0].path]).toEqual([slug, 422, "slug"]);
    }
    for (const slug of ["x/api", "apis", "a-pi", "team/admin"])
      expect((await makeLink(world(), { slug })).slug).toBe(slug);
  });

  test("letters that look alike are not mixed, in slugs and aliases", async () => {
    const { text: key } = await world().key();
    for (const mixed of ["pаypal", "αbc", "Ꭺbc", "googlе", "аpple/x"]) {
      for (const [field, value, path] of [
        ["slug", mixed, "slug"],
        ["aliases", [mixed], "aliases.0"],
      ]) {
        const { status, body } = await askJson(world(), key, "POST", "/links", {
          url,
          [field as string]: value,
        });
        expect([mixed, status, body.errors]).toEqual([
          mixed,
          422,
          [{ path, code: "look_alike", message: expect.any(String) }],
        ]);
      }
    }
    for (const plain of ["раура", "αβγ", "東京abc", "größe-1"])
      expect((await makeLink(world(), { slug: plain })).slug).toBe(plain);
  });

  test("random ones have the length and the prefix that were asked for", async () => {
    for (const slugLength of [4, 7, 12, 64]) {
      expect((await makeLink(world(), { slugLength })).slug).toMatch(
        new RegExp(`^[${SLUG_ALPHABET}]{${slugLength}}$`),
      );
      const { slug } = await makeLink(world(), { slugLength, slugPrefix: "Team/größe/" });
      expect(slug).toMatch(new RegExp(`^Team/größe/[${SLUG_ALPHABET}]{${slugLength}}$`));
    }
    // What is asked for by name needs no chance.
    expect((await makeLink(world(), { slug: "by-name", slugLength: 9, slugPrefix: "x" })).slug).toBe(
      "by-name",
    );
  });

  test("random ones are never offensive, reserved or look-alikes, and always slugs that could be asked for", async () => {
    await addDomain(world(), "random.example", { isCaseSensitive: false });
    const input = fc.record(
      {
        slugLength: fc.integer({ min: 4, max: 64 }),
        slugPrefix: fc.constantFrom("team", "a/b", "Größe", "東京"),
        domain: fc.constant("random.example"),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(input, async (body) => {
        const { slug } = await makeLink(world(), body);
        const random = slug.split("/").at(-1) ?? "";
        expect([slug, isOffensive(random), isReservedSlug(slug)]).toEqual([slug, false, false]);
        expect([slug, isMixedScript(random), SlugSchema.safeParse(slug).success]).toEqual([
          slug,
          false,
          true,
        ]);
        if (body.domain) expect(random).toBe(random.toLowerCase());
      }),
      { numRuns: 80 },
    );
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("a prefix of another script is taken, and its random slugs could be asked for, too", async () => {
    for (const slugPrefix of ["команда", "Ελλάδα"]) {
      const { slug } = await makeLink(world(), { slugPrefix });
      expect(slug).toStartWith(`${slugPrefix}/`);
      expect([slug, SlugSchema.safeParse(slug).success]).toEqual([slug, true]);
    }
  });

  test("a renamed link answers under every slug it ever had, and each stays its own", async () => {
    const link = await makeLink(world(), { slug: "name-1" });
    for (const slug of ["name-2", "name-3", "name-4"]) await changeLink(world(), link.id, { slug });
    const now = await readLink(world(), link.id);
    expect([now.slug, now.aliases]).toEqual(["name-4", ["name-1", "name-2", "name-3"]]);
    for (const slug of [now.slug, ...now.aliases]) {
      expect((await readLink(world(), `localhost:3000/${slug}`)).id).toBe(link.id);
      expect(await world().database.lookup("", slug)).toMatchObject({ id: link.id, slug });
      await expect(makeLink(world(), { slug })).rejects.toMatchObject(TAKEN);
    }
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("going back to an earlier name makes it the slug again", async () => {
    const { id } = await makeLink(world(), { slug: "back-a" });
    await changeLink(world(), id, { slug: "back-b" });
    const back = await changeLink(world(), id, { slug: "back-a" });
    expect([back.slug, back.aliases, back.shortUrl]).toEqual([
      "back-a",
      ["back-b"],
      "http://localhost:3000/back-a",
    ]);
    expect(await readLink(world(), id)).toEqual(back);
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("a refused create leaves no address behind", async () => {
    await makeLink(world(), { slug: "held-here", externalId: "held-here" });
    const before = await countRows(world());
    for (const body of [
      { slug: "free-1", aliases: ["free-2", "held-here"] },
      { slug: "free-1", externalId: "held-here" },
      { aliases: ["free-2"], externalId: "held-here" },
      { slug: "free-1", folder: "nowhere" },
      { slugPrefix: "free", aliases: ["held-here"] },
    ])
      await expect(makeLink(world(), body)).rejects.toMatchObject({ name: "ProblemError" });
    expect(await countRows(world())).toEqual(before);
    const theirs = { ...world(), ...(await world().stranger()) };
    expect((await makeLink(theirs, { slug: "free-1", aliases: ["free-2"] })).aliases).toEqual(["free-2"]);
  });
});

import { afterEach, expect, spyOn, test } from "bun:test";
import { SLUG_ALPHABET } from "@visoli/contract/slug";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import { createLink } from "./create.ts";
import { getLink } from "./get.ts";

const url = "https://example.com/";
const original = crypto.getRandomValues.bind(crypto);

/** Chance gives these slugs next (as the bytes that `randomText` draws for 7 characters), then goes its own way. */
function drawSlugs(...slugs: string[]) {
  return spyOn(crypto, "getRandomValues").mockImplementation((bytes) => {
    original(bytes);
    const slug = bytes instanceof Uint8Array && bytes.length === 14 ? slugs.shift() : undefined;
    for (const [index, letter] of [...(slug ?? "")].entries()) {
      (bytes as Uint8Array)[index] = SLUG_ALPHABET.indexOf(letter);
    }
    return bytes;
  });
}

let spy: ReturnType<typeof drawSlugs> | undefined;
afterEach(() => spy?.mockRestore());

forEachDatabase("createLink, when random slugs collide", (world) => {
  const create = async () => (await createLink(world().ctx, world().operator, { url, tags: ["t"] })).link;

  test("draws again until a slug is free", async () => {
    spy = drawSlugs("AAAAAAA", ...Array<string>(9).fill("AAAAAAA"), "BBBBBBB");
    expect((await create()).slug).toBe("AAAAAAA");
    expect((await create()).slug).toBe("BBBBBBB");
  });

  test("gives up after ten tries with a 503, and leaves nothing behind", async () => {
    spy = drawSlugs(...Array<string>(11).fill("CCCCCCC"));
    expect((await create()).slug).toBe("CCCCCCC");
    const before = await countRows(world());
    await expect(create()).rejects.toMatchObject({ code: "service.unavailable" });
    expect(await countRows(world())).toEqual(before);
    expect((await create()).slug).not.toBe("CCCCCCC");
  });

  test("a reserved word that chance spells is passed over", async () => {
    spy = drawSlugs("preview", "Privacy", "DDDDDDD");
    expect((await create()).slug).toBe("DDDDDDD");
  });

  test("an alias that chance spells is passed over", async () => {
    spy = drawSlugs("EEEEEEE", "EEEEEEE", "FFFFFFF");
    const { ctx, operator } = world();
    const { link } = await createLink(ctx, operator, { url, aliases: ["EEEEEEE"] });
    expect([link.slug, link.aliases]).toEqual(["FFFFFFF", ["EEEEEEE"]]);
    expect((await getLink(ctx, operator, link.id)).link).toEqual(link);
  });

  test("a taken alias is told at once, however often chance would have to draw", async () => {
    const { ctx, operator } = world();
    await createLink(ctx, operator, { url, slug: "GGGGGGG", aliases: ["in-the-way"] });
    spy = drawSlugs("GGGGGGG", "HHHHHHH");
    const before = await countRows(world());
    const again = createLink(ctx, operator, { url, aliases: ["in-the-way"] });
    await expect(again).rejects.toMatchObject({ code: "link.slug_taken" });
    expect(await countRows(world())).toEqual(before);
  });

  test("a taken externalId is not taken for a collision", async () => {
    const input = { url, externalId: "collide" };
    await createLink(world().ctx, world().operator, input);
    const again = createLink(world().ctx, world().operator, input);
    await expect(again).rejects.toMatchObject({ code: "link.external_id_taken" });
  });
});

import { afterEach, expect, spyOn, test } from "bun:test";
import { SLUG_ALPHABET } from "@visoli/contract/slug";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import { createLink } from "./create.ts";

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
  const create = () => createLink(world().ctx, world().operator, { url, tags: ["t"] });

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

  test("a taken externalId is not taken for a collision", async () => {
    const input = { url, externalId: "collide" };
    await createLink(world().ctx, world().operator, input);
    const again = createLink(world().ctx, world().operator, input);
    await expect(again).rejects.toMatchObject({ code: "link.external_id_taken" });
  });
});

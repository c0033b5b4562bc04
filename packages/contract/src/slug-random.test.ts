import { afterEach, expect, spyOn, test } from "bun:test";
import fc from "fast-check";
import {
  isMixedScript,
  isOffensive,
  isReservedSlug,
  randomSlug,
  SLUG_ALPHABET,
  SlugLengthSchema,
  SlugPrefixSchema,
  SlugSchema,
  slugKey,
} from "./slug.ts";

const original = crypto.getRandomValues.bind(crypto);
let spy: ReturnType<typeof draw> | undefined;
afterEach(() => spy?.mockRestore());

/** Chance gives these slugs next, then goes its own way. */
function draw(...slugs: string[]) {
  return spyOn(crypto, "getRandomValues").mockImplementation((bytes) => {
    original(bytes);
    for (const [index, letter] of [...(slugs.shift() ?? "")].entries())
      (bytes as Uint8Array)[index] = SLUG_ALPHABET.indexOf(letter);
    return bytes;
  });
}

test("has the length that was asked for, and could be asked for by name", () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 64 }), fc.boolean(), (length, isCaseSensitive) => {
      const slug = randomSlug(length, isCaseSensitive);
      expect(slug).toMatch(new RegExp(`^[${SLUG_ALPHABET}]{${length}}$`));
      if (!isCaseSensitive) expect(slug).toBe(slug.toLowerCase());
      expect([slug, isMixedScript(slug), isOffensive(slug)]).toEqual([slug, false, false]);
      if (!isReservedSlug(slug)) expect(SlugSchema.parse(slug)).toBe(slug);
    }),
    { numRuns: 500 },
  );
});

test("one that reads as an insult is drawn anew, digits read as letters and in any case", () => {
  spy = draw("fuckXYZ", "XShiTXY", "5h72xx3", "XYZcUNt", "b23fvck", "Abcdefg");
  expect(isOffensive("5h17xx3")).toBe(false);
  for (const _ of [1]) expect(randomSlug()).not.toMatch(/fuck|shit|cunt|fvck/i);
});

test("where capitals do not count, what it becomes is no insult either", () => {
  // A capital L becomes a k, as a small l is in no slug.
  for (const drawn of [
    "fuL2345",
    "LLL2345",
    "LkL2345",
    "fickLLL",
    "diLdoXY",
    "xcocLxx",
    "2fucLxx",
    "wanLxxx",
  ]) {
    spy = draw(drawn, "Abcdefg");
    const slug = randomSlug(7, false);
    expect([drawn, slug, isOffensive(slug)]).toEqual([drawn, slug, false]);
    spy.mockRestore();
  }
});

test("where capitals do not count, slugs that differ in them have one key, in either Unicode form", () => {
  for (const [one, other] of [
    ["ABC", "abc"],
    ["GRÖSSE", "gro\u0308sse"],
    ["Ａ", "ａ"],
    ["ÉCOLE/A", "e\u0301cole/a"],
    ["İ", "i\u0307"],
  ] as const) {
    expect(slugKey(one, false)).toBe(slugKey(other, false));
    expect(slugKey(one, true)).not.toBe(slugKey(other, true));
  }
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (slug) => {
      const key = slugKey(slug, false);
      expect(slugKey(key, false)).toBe(key);
      expect(slugKey(slug.normalize("NFD"), false)).toBe(key);
      expect(slugKey(slug.normalize("NFD"), true)).toBe(slugKey(slug, true));
    }),
  );
});

test("a prefix is a slug that may end with a slash; a length is 4 to 64", () => {
  for (const [given, prefix] of [
    ["team", "team"],
    ["team/", "team"],
    ["a/b/", "a/b"],
    ["gro\u0308ße", "größe"],
  ])
    expect(SlugPrefixSchema.parse(given)).toBe(prefix ?? "");
  for (const wrong of ["", "/", "/a", "a//", "admin", "API/x/", "a b", "pаy", "x".repeat(101)])
    expect([wrong, SlugPrefixSchema.safeParse(wrong).success]).toEqual([wrong, false]);
  for (const length of [4, 64]) expect(SlugLengthSchema.parse(length)).toBe(length);
  for (const wrong of [3, 65, 4.5, "7", null]) expect(SlugLengthSchema.safeParse(wrong).success).toBe(false);
});

test("what is taken as a slug can be stored and asked for: once more it is the very same, and no longer than it may be", () => {
  // Some letters are written with more characters in NFC than they came with.
  const growing = fc.constantFrom("\u0958", "\u{1d160}", "\ufb1d", "\u0344", "\u0f73");
  const part = fc.oneof(
    fc.string({ unit: "grapheme" }),
    growing,
    fc.constantFrom("/", "a", "-", "ö", "o\u0308"),
  );
  const slug = fc
    .array(part, { minLength: 1, maxLength: 190, size: "max" })
    .map((parts) => parts.join("").slice(0, 190));
  fc.assert(
    fc.property(
      fc.oneof(
        slug,
        growing.map((letter) => letter.repeat(190 / letter.length)),
      ),
      (text) => {
        const parsed = SlugSchema.safeParse(text);
        if (!parsed.success) return;
        expect([text, SlugSchema.safeParse(parsed.data)]).toEqual([
          text,
          { success: true, data: parsed.data },
        ]);
      },
    ),
    { numRuns: 500 },
  );
});

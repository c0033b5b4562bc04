import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  isReservedSlug,
  normalizeSlug,
  RESERVED_SLUGS,
  randomSlug,
  SLUG_ALPHABET,
  SlugSchema,
} from "./slug.ts";

const accepts = (slug: string) => SlugSchema.safeParse(slug).success;

test("a random slug is 7 characters of the alphabet without look-alikes", () => {
  expect(SLUG_ALPHABET).not.toMatch(/[0Oo1lI]/);
  expect(new Set(SLUG_ALPHABET).size).toBe(56);
  const slugs = Array.from({ length: 2_000 }, () => randomSlug());
  for (const slug of slugs) expect(slug).toMatch(new RegExp(`^[${SLUG_ALPHABET}]{7}$`));
  expect(new Set(slugs.join(""))).toEqual(new Set(SLUG_ALPHABET));
});

test("letters and digits of any script, - and _ are taken", () => {
  const taken = [
    "a",
    "spring-sale",
    "Größe",
    "東京",
    "हिन्दी",
    "Ελλάδα",
    "a_b",
    "-",
    "7",
    "x".repeat(190),
    "a/b",
    "東京/a/-",
  ];
  for (const slug of taken) expect(accepts(slug)).toBe(true);
});

test("what breaks an address, a header or an eye is refused", () => {
  const refused = [
    "",
    "a b",
    "/",
    "/a",
    "a/",
    "a//b",
    "a/../b",
    "a/./b",
    "a.b",
    "a+b",
    "a?b",
    "a#b",
    "a%20",
    "..",
    "a\\b",
    "a\0",
    "a\n",
    "\ud800",
    "😀",
  ];
  const invisible = ["a\u200b", "a\u202eb", "\ufeffa", "a\u00adb", "x".repeat(191)];
  for (const slug of [...refused, ...invisible]) expect([slug, accepts(slug)]).toEqual([slug, false]);
});

test("reserved words are refused in any case and any spelling of it", () => {
  for (const word of RESERVED_SLUGS) {
    const title = word.charAt(0).toUpperCase() + word.slice(1);
    for (const slug of [word, word.toUpperCase(), title])
      expect([slug, accepts(slug)]).toEqual([slug, false]);
    expect(isReservedSlug(word.toUpperCase())).toBe(true);
  }
  // The Kelvin sign becomes a K when it is normalised.
  expect(accepts("lin\u212as")).toBe(false);
  for (const word of ["api", "docs", "setup", "healthz", "readyz", "metrics"])
    expect(isReservedSlug(word)).toBe(true);
});

test("one slug has one spelling, whatever form it comes in", () => {
  expect(SlugSchema.parse("Gro\u0308ße")).toBe("Größe");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const slug = normalizeSlug(text);
      expect(normalizeSlug(slug)).toBe(slug);
      expect(normalizeSlug(text.normalize("NFD"))).toBe(slug);
    }),
  );
});

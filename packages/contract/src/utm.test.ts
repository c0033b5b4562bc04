import { expect, test } from "bun:test";
import fc from "fast-check";
import { UtmSchema } from "./utm.ts";
import { type Utm, utmOf, withUtm } from "./utm-url.ts";

const NONE = { source: null, medium: null, campaign: null, term: null, content: null };

test("a parameter is set behind what stands there, changed where it stands, and taken out by null", () => {
  const url = "https://a.example/p?b=2&a=1#top";
  expect(withUtm(url, { source: "x", content: "y z" })).toMatch(
    /^https:\/\/a\.example\/p\?b=2&a=1&utm_source=x&utm_content=y(\+|%20)z#top$/,
  );
  expect(withUtm("https://a.example/?utm_term=1&b=2&utm_source=x", { source: "y", term: null })).toBe(
    "https://a.example/?b=2&utm_source=y",
  );
  expect(withUtm("https://a.example/?utm_source=x&b=2&utm_term=1#f", null)).toBe("https://a.example/?b=2#f");
  expect(withUtm("https://a.example/?utm_source=1&utm_source=2&x", { source: "3" })).toBe(
    "https://a.example/?utm_source=3&x",
  );
  expect(withUtm("https://a.example", { source: "x" })).toMatch(/^https:\/\/a\.example\/?\?utm_source=x$/);
});

test("what stands there is read, and nothing is null", () => {
  expect(utmOf("https://a.example/?utm_source=a+b&utm_term=&x=1")).toEqual({
    ...NONE,
    source: "a b",
    term: "",
  });
  for (const url of [
    "https://a.example/",
    "https://a.example/#utm_source=x",
    "https://a.example/utm_source",
    "utm_",
  ])
    expect(utmOf(url)).toBeNull();
  expect(utmOf("mailto:a@b.c?utm_medium=x")).toEqual({ ...NONE, medium: "x" });
});

const value = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
  .filter((text) => text.isWellFormed());
const utm: fc.Arbitrary<Utm> = fc.record(
  { source: fc.option(value), medium: value, campaign: fc.option(value), term: value, content: value },
  { requiredKeys: [] },
);

test("what is written is read again, and the order of all else is kept", () => {
  const pairs = fc.array(fc.tuple(fc.constantFrom("a", "b", "ü", "utm_x", "UTM_SOURCE"), fc.string()), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(pairs, utm, (others, wanted) => {
      const url = `https://a.example/p?${new URLSearchParams(others)}#f`;
      const made = withUtm(url, wanted);
      const read = utmOf(made);
      for (const [name, text] of Object.entries(wanted)) expect(read?.[name as keyof Utm] ?? null).toBe(text);
      const { searchParams, hash } = new URL(made);
      const rest = [...searchParams].filter(
        ([name]) => !/^utm_(source|medium|campaign|term|content)$/.test(name),
      );
      expect(rest).toEqual([...new URLSearchParams(new URLSearchParams(others).toString())]);
      expect(hash).toBe("#f");
      expect(withUtm(made, wanted)).toBe(made);
    }),
  );
});

test("all else is kept as it is, character by character", () => {
  const queries = [
    "q=a%20b&flag&~=!'()*",
    "a=%2F/&b=c+d",
    "&&=&x==y",
    "%41=%zz",
    "redirect=https://b.example/?x=1",
  ];
  for (const query of queries) {
    const url = `https://a.example/a%20b?${query}#f`;
    expect(withUtm(url, { source: "x" })).toBe(`https://a.example/a%20b?${query}&utm_source=x#f`);
    expect(withUtm(`https://a.example/a%20b?utm_term=1&${query}#f`, { term: null })).toBe(url);
    expect(withUtm(url, null)).toBe(url);
    expect(withUtm(url, {})).toBe(url);
  }
});

test("the schema takes 1 to 255 characters or null of each, and no other name", () => {
  const full = { source: "x".repeat(255), medium: null, campaign: "ü", term: "a b", content: "😀" };
  expect(UtmSchema.parse(full)).toEqual(full);
  expect(UtmSchema.parse({})).toEqual({});
  for (const wrong of [
    { source: "" },
    { source: "x".repeat(256) },
    { utm_source: "x" },
    { source: 1 },
    { source: "a\nb" },
    [],
  ])
    expect(UtmSchema.safeParse(wrong).success).toBe(false);
});

import { expect, test } from "bun:test";
import fc from "fast-check";
import { FilterSchema } from "./filter.ts";

test("names what to keep and what to leave out", () => {
  expect(FilterSchema.parse("DE,AT")).toEqual({ include: ["DE", "AT"], exclude: [] });
  expect(FilterSchema.parse("!DE")).toEqual({ include: [], exclude: ["DE"] });
  expect(FilterSchema.parse("DE,!AT")).toEqual({ include: ["DE"], exclude: ["AT"] });
});

test("an empty value stands for unknown", () => {
  expect(FilterSchema.parse("")).toEqual({ include: [""], exclude: [] });
  expect(FilterSchema.parse("!")).toEqual({ include: [], exclude: [""] });
});

test("a comma that belongs to a value is written with a backslash", () => {
  expect(FilterSchema.parse("Washington\\, D.C.,Paris")).toEqual({
    include: ["Washington, D.C.", "Paris"],
    exclude: [],
  });
  const value = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(..."ab,!é😀 ") });
  const values = fc.array(value, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(values, (all) => {
      const written = all.map((one) => one.replaceAll(",", "\\,")).join(",");
      const { include, exclude } = FilterSchema.parse(written);
      expect([...include, ...exclude.map((one) => `!${one}`)].sort()).toEqual([...all].sort());
    }),
  );
});

test("takes 100 values and refuses 101", () => {
  const values = (count: number) => Array.from({ length: count }, (_, index) => index).join(",");
  expect(FilterSchema.safeParse(values(100)).success).toBe(true);
  expect(FilterSchema.safeParse(values(101)).success).toBe(false);
  expect(FilterSchema.safeParse("x".repeat(4_001)).success).toBe(false);
});

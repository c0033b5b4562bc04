import { expect, test } from "bun:test";
import { KeyCreateSchema, KeyListQuerySchema, KeySchema } from "./key.ts";

const isRefused = (input: unknown) => !KeyCreateSchema.safeParse(input).success;

test("a key needs a name, and nothing else", () => {
  expect(KeyCreateSchema.parse({ name: "ci" })).toEqual({ name: "ci" });
  expect([{}, { name: "" }, { name: "x".repeat(101) }, { name: 5 }, { name: "a\nb" }].every(isRefused)).toBe(
    true,
  );
});

test("scopes are from the list, at least one, each once", () => {
  const scopes = ["links:read", "links:read", "stats:read"];
  expect(KeyCreateSchema.parse({ name: "a", scopes }).scopes).toEqual(["links:read", "stats:read"]);
  expect(
    [[], ["*"], ["links:admin"], "links:read", null].every((each) => isRefused({ name: "a", scopes: each })),
  ).toBe(true);
});

test("unknown fields are refused, in a list's query too", () => {
  expect(isRefused({ name: "a", role: "owner" })).toBe(true);
  expect(KeyListQuerySchema.safeParse({ search: "a" }).success).toBe(false);
});

test("a key as shown has no room for the key itself", () => {
  expect(Object.keys(KeySchema.shape)).not.toContain("key");
});

import { expect, test } from "bun:test";
import { differencesOf } from "./difference.ts";

test("fields, lists, and what is too much for words; never a password", () => {
  const changes: Record<string, [unknown, unknown]> = {
    url: ["https://a.example", "https://b.example"],
    tags: [
      ["mail", "old"],
      ["mail", "new"],
    ],
    metadata: [{}, { invoice: "1" }],
    preview: [null, { title: "Hello" }],
    rules: [[], [{ url: "https://c.example" }]],
    hasPassword: [false, true],
    password: ["(secret)", "(secret)"],
    aliases: [
      ["a", "b"],
      ["b", "a"],
    ],
  };
  expect(differencesOf({ changes })).toEqual([
    { field: "url", kind: "values", from: "https://a.example", to: "https://b.example" },
    { field: "tags", kind: "list", added: ["new"], removed: ["old"] },
    { field: "metadata", kind: "list", added: ["invoice: 1"], removed: [] },
    { field: "preview", kind: "list", added: ["title: Hello"], removed: [] },
    { field: "rules", kind: "whole", from: [], to: [{ url: "https://c.example" }] },
    { field: "password", kind: "secret" },
    { field: "aliases", kind: "whole", from: ["a", "b"], to: ["b", "a"] },
  ]);
  expect(differencesOf({ changes: { hasPassword: [true, false] } })).toEqual([
    { field: "hasPassword", kind: "values", from: true, to: false },
  ]);
});

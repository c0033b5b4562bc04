import { expect, test } from "bun:test";
import { changesOf, subjectName } from "./read-changes.ts";

test("changes are told before and after, what is new as it is, what is nothing not at all", () => {
  const changes = {
    ...{ title: { from: null, to: "Sale" }, tags: { from: ["a"], to: [] }, url: "https://example.com/" },
    ...{ count: 0, reason: null, logo: { width: 20, height: 30 } },
  };
  expect(changesOf({ changes })).toEqual([
    { field: "title", before: "", after: "Sale" },
    { field: "tags", before: '["a"]', after: "[]" },
    { field: "url", after: "https://example.com/" },
    { field: "count", after: "0" },
    { field: "logo", after: '{"width":20,"height":30}' },
  ]);
});

test("a subject is called what its entry says of it", () => {
  expect(subjectName({ changes: { url: "https://example.com/", name: "Server" } })).toBe("Server");
  expect(subjectName({ changes: { name: { from: "A", to: "B" } } })).toBe("B");
  expect(subjectName({ changes: { role: "viewer" } })).toBeUndefined();
});

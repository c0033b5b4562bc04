import { expect, test } from "bun:test";
import { LinkCreateSchema, LinkUpdateSchema } from "./link.ts";

const url = "https://example.com/";
const faults = (input: unknown) =>
  LinkCreateSchema.safeParse(input).error?.issues.map((issue) => issue.path.join("."));

test("only the url is required, to change a link nothing", () => {
  expect(LinkCreateSchema.parse({ url })).toEqual({ url });
  expect(faults({})).toEqual(["url"]);
  expect(LinkUpdateSchema.parse({})).toEqual({});
});

test("tags are sorted, each once", () => {
  const tags = ["b", "a", "b", "B", "ä", "a"];
  expect(LinkCreateSchema.parse({ url, tags }).tags).toEqual(["B", "a", "b", "ä"]);
});

test("null clears what may be missing, and nothing else", () => {
  const cleared = { externalId: null, expiresAt: null, title: null };
  expect(LinkUpdateSchema.parse(cleared)).toEqual(cleared);
  for (const field of ["url", "slug", "tags"]) {
    expect(LinkUpdateSchema.safeParse({ [field]: null }).success).toBe(false);
  }
});

test("every faulty field is named at once", () => {
  const input = {
    url: "x",
    slug: "a b",
    externalId: "",
    expiresAt: "soon",
    title: 5,
    tags: ["", "ok"],
    color: 1,
  };
  expect(faults(input)?.sort()).toEqual(["", "expiresAt", "externalId", "slug", "tags.0", "title", "url"]);
});

test("lengths: 255 for title and externalId, 50 for a tag, 50 tags", () => {
  const all = (length: number, tags: string[]) => ({
    url,
    title: "t".repeat(length),
    externalId: "e".repeat(length),
    tags,
  });
  const tags = Array.from({ length: 50 }, (_, index) => `${index}`.padStart(50, "t"));
  expect(faults(all(255, tags))).toBeUndefined();
  expect(faults(all(256, [...tags, "one more"]))?.sort()).toEqual(["externalId", "tags", "title"]);
  expect(faults({ url, tags: ["t".repeat(51)] })).toEqual(["tags.0"]);
});

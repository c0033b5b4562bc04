import { expect, test } from "bun:test";
import fc from "fast-check";
import { LinkCreateSchema } from "./link.ts";
import { readLinkCreate } from "./read-link-create.ts";

const url = "https://example.com/";
const NAMES = Object.keys(LinkCreateSchema.shape);

/** What each field is given, right and wrong, beside anything at all. */
const value = fc.oneof(
  fc.constantFrom(url, "x", "", "a b", null, undefined, true, 5, -1, "2027-12-31T23:59:59Z", "return"),
  fc.constantFrom<unknown>([], ["b", "a"], [1], {}, { source: "x" }, { invoice: "4711" }),
  fc.jsonValue(),
);
const input = fc.oneof(
  fc.dictionary(fc.constantFrom(...NAMES), value),
  fc.tuple(fc.dictionary(fc.constantFrom(...NAMES), value)).map(([fields]) => ({ ...fields, url })),
  fc.dictionary(fc.oneof(fc.constantFrom("url", "__proto__", "toString"), fc.string()), value),
  fc.anything(),
);

test("says of any input what the schema says", () => {
  fc.assert(
    fc.property(input, (given) => {
      const [quick, whole] = [readLinkCreate(given), LinkCreateSchema.safeParse(given)];
      expect(quick.success).toBe(whole.success);
      expect(quick.data).toEqual(whole.data as typeof quick.data);
      expect(quick.error?.issues).toEqual(whole.error?.issues as never);
    }),
    { numRuns: 2_000 },
  );
});

test("names of fields that make one key together are not confused with another's", () => {
  expect(readLinkCreate({ url, slug: "spring", title: "Spring" }).success).toBe(true);
  const strange = JSON.parse(`{"url": "${url}", "__proto__": 1}`);
  for (const given of [{ "url slug": url }, { url, "slug title": 1 }, strange, [url], { url, x: 1 }])
    expect(readLinkCreate(given).success).toBe(LinkCreateSchema.safeParse(given).success);
  expect(readLinkCreate({ "url slug": url }).success).toBe(false);
});

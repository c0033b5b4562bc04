import { expect, test } from "bun:test";
import { LINK_STATUSES } from "@visoli/contract/link";
import { LINK_ORDERS, LinkListQuerySchema } from "@visoli/contract/link-list";
import fc from "fast-check";
import { countFilters, optionsOf, readLinksSearch, SORTS, statusesOf } from "./search.ts";

test("the orders and statuses are those of the API", () => {
  expect<string[]>([...SORTS].sort()).toEqual([...LINK_ORDERS].sort());
  expect<string[]>(statusesOf(LINK_STATUSES.join(",")).sort()).toEqual([...LINK_STATUSES].sort());
});

test("an address is read with care, and what was read is read again unchanged", () => {
  const junk = fc.dictionary(
    fc.constantFrom("q", "tag", "status", "from", "to", "sort", "order", "panel", "x"),
    fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.constantFrom("2027-02-30"),
    ),
  );
  fc.assert(
    fc.property(junk, (search) => {
      const once = readLinksSearch(search);
      expect(readLinksSearch(once)).toEqual(once);
    }),
  );
  expect(readLinksSearch({ status: "trashed,nothing,active", from: "today", sort: "clicks", q: 7 })).toEqual({
    status: "active,trashed",
    q: "7",
  });
});

test("what the API is asked for is what it understands", () => {
  const search = {
    ...{ q: "spring", tag: "mail", domain: "go.example", folder: "fld_1", status: "expired,disabled" },
    ...{ maker: "usr_1", from: "2027-01-31", to: "2027-01-31", sort: "slug", order: "asc" },
  };
  const read = readLinksSearch(search);
  const { limit: _, ...query } = LinkListQuerySchema.parse(optionsOf(read));
  expect(query).toMatchObject({
    search: "spring",
    tag: "mail",
    createdBy: "usr_1",
    sort: "slug",
    order: "asc",
  });
  expect(Date.parse(query.createdBefore ?? "") - Date.parse(query.createdAfter ?? "")).toBe(86_400_000);
  expect(countFilters(read)).toBe(6);
  expect(countFilters(readLinksSearch({ status: "trashed", q: "a" }))).toBe(0);
});

import { expect, test } from "bun:test";
import type { Link } from "@visoli/contract/link";
import { fits, withChanged } from "./changed.ts";
import { toggled } from "./chosen.ts";

const link = (id: string, more: Partial<Link> = {}) =>
  ({ id, status: "active", tags: ["a"], folder: null, title: null, ...more }) as Link;
const rows = ["1", "2", "3", "4", "5"].map((id) => link(id));
const ids = (chosen: ReadonlyMap<string, Link>) => [...chosen.keys()].sort().join("");

test("a range is chosen upwards and downwards, and let go as its last row is", () => {
  const one = toggled(rows, new Map(), 1, 1);
  expect(ids(one)).toBe("2");
  const range = toggled(rows, one, 3, 1);
  expect(ids(range)).toBe("234");
  expect(ids(toggled(rows, range, 0, 3))).toBe("1234");
  expect(ids(toggled(rows, range, 2, 3))).toBe("2");
});

test("a list without a status leaves out what is archived or in the trash, and nothing else", () => {
  for (const status of ["active", "scheduled", "expired", "disabled", "broken", "blocked"] as const)
    expect(fits(link("1", { status }), {})).toBe(true);
  for (const status of ["archived", "trashed"] as const) {
    expect(fits(link("1", { status }), {})).toBe(false);
    expect(fits(link("1", { status }), { status })).toBe(true);
  }
  expect(fits(link("1"), { tag: "b" })).toBe(false);
  expect(fits(link("1"), { folder: "fld_1" })).toBe(false);
});

test("what changed is shown in its place, what does not fit any more goes, and other pages stay the same", () => {
  const pages = {
    pages: [
      { data: rows.slice(0, 2), nextCursor: "x" },
      { data: rows.slice(2), nextCursor: null },
    ],
    pageParams: [null, "x"],
  };
  const changed = [link("1", { title: "New" }), link("2", { status: "archived" })];
  const next = withChanged(pages, new Map(changed.map((each) => [each.id, each])), {});
  expect(next.pages[0]).toEqual({ data: [link("1", { title: "New" })], nextCursor: "x" });
  expect(next.pages[1]).toBe(pages.pages[1] as never);
});

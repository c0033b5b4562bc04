import { expect, test } from "bun:test";
import { pageOf } from "./cursor.ts";

const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `${index}` }));

test("the row too many is left out, and the cursor is the last that is shown", () => {
  expect(pageOf(rows(4), 3)).toEqual({ data: rows(3), nextCursor: "2" });
});

test("on the last page, full or not, there is no cursor", () => {
  expect(pageOf(rows(3), 3)).toEqual({ data: rows(3), nextCursor: null });
  expect(pageOf(rows(0), 3)).toEqual({ data: [], nextCursor: null });
});

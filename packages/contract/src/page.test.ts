import { expect, test } from "bun:test";
import { z } from "zod";
import { pageOf } from "./page.ts";

test("a page is its data and the next cursor, null on the last", () => {
  const page = pageOf(z.string());
  expect(page.safeParse({ data: ["a"], nextCursor: null }).success).toBe(true);
  expect(page.safeParse({ data: ["a"] }).success).toBe(false);
  expect(page.safeParse({ data: [1], nextCursor: "x" }).success).toBe(false);
});

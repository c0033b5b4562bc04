import { expect, test } from "bun:test";
import { MAX_LOGO_BYTES as LIMIT } from "@visoli/contract/qr";
import { fitted, MAX_LOGO_BYTES } from "./shrink.ts";

test("a picture keeps its shape, is never enlarged, and has 16 pixels a side at least", () => {
  expect(fitted(1_000, 500, 256)).toEqual({ width: 256, height: 128 });
  expect(fitted(100, 40, 256)).toEqual({ width: 100, height: 40 });
  expect(fitted(2_000, 10, 256)).toEqual({ width: 256, height: 16 });
  expect(fitted(1, 1, 64)).toEqual({ width: 16, height: 16 });
});

test("the limit is the service's", () => {
  expect(MAX_LOGO_BYTES).toBe(LIMIT);
});

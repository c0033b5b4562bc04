import { expect, test } from "bun:test";
import { packLines, unpackLines } from "./packed-lines.ts";

test("lines come out as they went in: empty ones, those left out, and every byte", () => {
  const lines = [Uint8Array.of(1, 10, 255), new Uint8Array(), null, Uint8Array.of(0), null, new Uint8Array()];
  expect(unpackLines(packLines(lines))).toEqual(lines);
  expect(unpackLines(packLines([]))).toEqual([]);
});

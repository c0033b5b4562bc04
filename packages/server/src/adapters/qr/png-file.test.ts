import { expect, test } from "bun:test";
import type { Rgba } from "@visoli/contract/qr";
import { decode } from "fast-png";
import { writePng } from "./png-file.ts";
import { colorAt, readPng } from "./read-back.fixture.ts";

test("rows and palette come back, repeated rows too, whatever order the opacities are in", () => {
  const palette: Rgba[] = [
    [1, 2, 3, 255],
    [4, 5, 6, 7],
    [8, 9, 10, 255],
  ];
  const rows = Uint8Array.from([0, 1, 2, 0, 1, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0]);
  const file = writePng({ width: 3, height: 5, depth: 8, palette, rows });
  expect(decode(file, { checkCrc: true })).toMatchObject({
    width: 3,
    height: 5,
    depth: 8,
    channels: 1,
    data: rows,
  });
  const pixels = readPng(file);
  for (const [at, index] of rows.entries()) {
    expect(colorAt(pixels, at % 3, Math.floor(at / 3))).toEqual([...(palette[index] ?? [])]);
  }
});

test("an opaque palette says nothing of opacity", () => {
  const rows = Uint8Array.from([0b10000000, 0b01000000]);
  const palette: Rgba[] = [
    [255, 255, 255, 255],
    [0, 0, 0, 255],
  ];
  const file = writePng({ width: 2, height: 2, depth: 1, palette, rows });
  expect(Buffer.from(file).includes("tRNS")).toBe(false);
  expect(decode(file, { checkCrc: true })).toMatchObject({
    depth: 1,
    data: rows,
    palette: [
      [255, 255, 255],
      [0, 0, 0],
    ],
  });
});

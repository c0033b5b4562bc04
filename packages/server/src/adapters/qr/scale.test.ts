import { expect, test } from "bun:test";
import { pixelsOf } from "./logo.fixture.ts";
import { scaled } from "./scale.ts";

const picture = (width: number, height: number, colorAt: (x: number, y: number) => number[]) => ({
  width,
  height,
  pixels: pixelsOf(width, height, colorAt),
});
const NONE = [0, 0, 0, 0] as const;

test("at its own size a picture stays as it is", () => {
  const same = picture(20, 17, (x, y) => [x, y * 9, 77, 255]);
  expect(scaled(same, 20, 17, NONE)).toEqual(same.pixels);
});

test("one colour stays that colour at every size", () => {
  const red = picture(16, 33, () => [201, 3, 77, 255]);
  for (const [width, height] of [
    [1, 1],
    [5, 100],
    [901, 2],
    [17, 34],
  ] as const)
    expect(scaled(red, width, height, NONE)).toEqual(pixelsOf(width, height, () => [201, 3, 77, 255]));
});

test("on the way down every pixel counts", () => {
  const stripes = picture(64, 64, (x) => (x % 8 === 0 ? [0, 0, 0, 255] : [255, 255, 255, 255]));
  const grey = scaled(stripes, 8, 8, NONE);
  for (let at = 4; at < 28; at += 4) expect(Math.abs((grey[at] ?? 0) - (255 * 7) / 8)).toBeLessThan(2);
});

test("neither side is mistaken for the other", () => {
  const wide = picture(32, 16, (x, y) => [x < 16 ? 0 : 255, y < 8 ? 0 : 255, 0, 255]);
  const result = scaled(wide, 4, 8, NONE);
  const at = (x: number, y: number) => [...result.subarray((y * 4 + x) * 4, (y * 4 + x) * 4 + 2)];
  expect([at(0, 0), at(3, 0), at(0, 7), at(3, 7)]).toEqual([
    [0, 0],
    [255, 0],
    [0, 255],
    [255, 255],
  ]);
});

test("clear pixels lend nothing of their colour, and show the ground", () => {
  const edge = picture(16, 16, (x) => (x < 8 ? [0, 255, 0, 0] : [255, 0, 0, 255]));
  const clear = scaled(edge, 40, 40, NONE);
  for (let at = 0; at < clear.length; at += 4) {
    expect(clear[at + 1]).toBe(0);
    if ((clear[at + 3] ?? 0) === 0) expect(clear[at]).toBe(0);
  }
  expect([...scaled(edge, 4, 4, [0, 0, 255, 255]).subarray(0, 4)]).toEqual([0, 0, 255, 255]);
});

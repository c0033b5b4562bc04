import { expect, test } from "bun:test";
import fc from "fast-check";
import { pixelsOf } from "./logo.fixture.ts";
import { quantized } from "./quantize.ts";

test("colours that fit stay what they are", () => {
  const pixels = pixelsOf(64, 64, (x, y) => [x & 0xf8, y & 0xf8, 33, x > 32 ? 255 : 0]);
  const { palette, indexes } = quantized(pixels, 254);
  for (let at = 0; at < indexes.length; at++)
    expect([...(palette[indexes[at] ?? 0] ?? [])]).toEqual([...pixels.subarray(at * 4, at * 4 + 4)]);
});

test("no pixels need more colours than there is room for, and all get one", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 4, maxLength: 4_000 }),
      fc.integer({ min: 1, max: 256 }),
      (bytes, maxColors) => {
        const pixels = bytes.subarray(0, bytes.length & ~3);
        const { palette, indexes } = quantized(pixels, maxColors);
        expect(palette.length).toBeLessThanOrEqual(maxColors);
        expect(
          palette.flat().every((channel) => Number.isInteger(channel) && channel >= 0 && channel < 256),
        ).toBe(true);
        expect(indexes.length).toBe(pixels.length / 4);
        expect(indexes.every((index) => index < palette.length)).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});

test("a gradient of thousands of colours is hardly off", () => {
  const pixels = pixelsOf(256, 256, (x, y) => [x, y, (x + y) >> 1, 255]);
  const { palette, indexes } = quantized(pixels, 254);
  let error = 0;
  for (let at = 0; at < indexes.length * 4; at++)
    error += Math.abs((pixels[at] ?? 0) - (palette[indexes[at >> 2] ?? 0]?.[at & 3] ?? 0));
  expect(error / pixels.length).toBeLessThan(5);
});

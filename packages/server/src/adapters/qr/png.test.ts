import { expect, test } from "bun:test";
import { QrQuerySchema } from "@visoli/contract/qr";
import { logoOf } from "./logo.fixture.ts";
import { matrixOf, plateOf, withoutPlate } from "./matrix.ts";
import { renderPng } from "./png.ts";
import { colorAt, readPng } from "./read-back.fixture.ts";

const matrix = matrixOf("https://vi.so/spring", "H") ?? { size: 0, modules: new Uint8Array() };
const plate = plateOf(matrix);
const free = withoutPlate(matrix, plate);
// 29 modules and no margin: ten pixels each.
const look = QrQuerySchema.parse({ size: "290", margin: "0" });

/** The picture with a logo of one colour in it. */
function withLogo(width: number, height: number, color: number[], background = look.background) {
  return readPng(renderPng(free, { ...look, background }, { ...logoOf(width, height, () => color), plate }));
}

/** The smallest rectangle that holds all pixels of the colour. */
function extentOf(pixels: ReturnType<typeof readPng>, color: number[]) {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let y = 0; y < pixels.height; y++) {
    for (let x = 0; x < pixels.width; x++) {
      if (colorAt(pixels, x, y).join() === color.join()) {
        xs.push(x);
        ys.push(y);
      }
    }
  }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

test("the logo fills its plate but for half a module, whatever its own size", () => {
  expect([matrix.size, plate.size]).toEqual([29, 5]);
  for (const side of [16, 40, 300])
    expect(extentOf(withLogo(side, side, [250, 0, 0, 255]), [250, 0, 0, 255])).toEqual([125, 125, 164, 164]);
});

test("a logo that is no square keeps its shape and stays in the middle", () => {
  expect(extentOf(withLogo(100, 50, [250, 0, 0, 255]), [250, 0, 0, 255])).toEqual([125, 135, 164, 154]);
  expect(extentOf(withLogo(16, 64, [250, 0, 0, 255]), [250, 0, 0, 255])).toEqual([140, 125, 149, 164]);
  // A line of a logo still is a pixel.
  expect(extentOf(withLogo(16, 1024, [250, 0, 0, 255]), [250, 0, 0, 255])).toEqual([145, 125, 145, 164]);
});

test("a translucent logo lies on the background, be there one or none", () => {
  expect(colorAt(withLogo(20, 20, [255, 0, 0, 51]), 145, 145)).toEqual([255, 204, 204, 255]);
  const clear = withLogo(20, 20, [255, 0, 0, 51], [255, 255, 255, 0]);
  expect(colorAt(clear, 145, 145)).toEqual([255, 0, 0, 51]);
  expect(colorAt(clear, 121, 121)).toEqual([255, 255, 255, 0]);
});

import { expect, test } from "bun:test";
import { decodeQr } from "./decode.fixture.ts";
import { blocksOf, checkCodewords, dataModules } from "./layout.fixture.ts";
import { type Matrix, matrixOf, plateOf, withoutPlate } from "./matrix.ts";

const boolean = ({ size, modules }: Matrix) =>
  Array.from({ length: size }, (_, y) =>
    [...modules.subarray(y * size, (y + 1) * size)].map((each) => each === 1),
  );
const empty = (version: number): Matrix => ({
  size: 17 + 4 * version,
  modules: new Uint8Array((17 + 4 * version) ** 2),
});
const VERSIONS = Array.from({ length: 40 }, (_, at) => at + 1);

test("says the text, in every mode and script, at the level that was asked for", () => {
  for (const text of [
    "",
    "1",
    "0123456789",
    "HTTPS://A.B/C-1",
    "https://a.b/ü",
    "日本語 🦊",
    "\ud800",
    "a\0b",
  ]) {
    for (const errorCorrection of ["L", "M", "Q", "H"] as const) {
      const decoded = decodeQr(boolean(matrixOf(text, errorCorrection) ?? empty(1)));
      expect(decoded).toMatchObject({ text: text.toWellFormed(), errorCorrection, damage: 0 });
    }
  }
});

test("takes what version 40 holds and not a byte more", () => {
  for (const [errorCorrection, bytes] of [
    ["L", 2_953],
    ["M", 2_331],
    ["Q", 1_663],
    ["H", 1_273],
  ] as const) {
    const full = matrixOf("a".repeat(bytes), errorCorrection);
    expect([errorCorrection, full?.size]).toEqual([errorCorrection, 177]);
    expect([errorCorrection, matrixOf("a".repeat(bytes + 1), errorCorrection)]).toEqual([
      errorCorrection,
      null,
    ]);
  }
  expect(matrixOf("1".repeat(7_089), "L")?.size).toBe(177);
  expect(matrixOf("é".repeat(1_000_000), "L")).toBeNull();
});

test("a thousand characters of a URL can be read at every level", () => {
  const text = `https://example.org/${"x/y?z=".repeat(170)}`.slice(0, 1_000);
  for (const errorCorrection of ["L", "M", "Q", "H"] as const) {
    const decoded = decodeQr(boolean(matrixOf(text, errorCorrection) ?? empty(1)));
    expect(decoded).toMatchObject({ text, errorCorrection, damage: 0 });
  }
});

test("the plate is in the middle, at most 22 % wide and never more than two modules less", () => {
  for (const version of VERSIONS) {
    const { size } = empty(version);
    const plate = plateOf(empty(version));
    expect(plate.start * 2 + plate.size).toBe(size);
    expect(plate.size).toBeLessThanOrEqual(size * 0.22);
    expect(plate.size).toBeGreaterThan(size * 0.22 - 2);
  }
});

test("in no version does the plate touch more of a block than H repairs, even if all of it is read wrong", () => {
  for (const version of VERSIONS) {
    const { start, size } = plateOf(empty(version));
    const isUnder = (at: number) => at >= start && at < start + size;
    const touched: number[] = [];
    for (const [bit, [x, y]] of dataModules(version).entries()) {
      touched[bit >> 3] = (touched[bit >> 3] ?? 0) || Number(isUnder(x) && isUnder(y));
    }
    // The last bits of some versions are no whole codeword.
    const codewords = touched.slice(0, dataModules(version).length >> 3);
    const worst = Math.max(
      ...blocksOf(codewords, version, "H").map((block) => block.reduce((sum, each) => sum + each)),
    );
    const share = worst / Math.floor(checkCodewords(version, "H") / 2);
    // Half of what can be repaired is left for dirt, light and the camera.
    expect([version, share <= 0.5]).toEqual([version, true]);
  }
});

test("nothing is left dark under the plate, and all else stays", () => {
  const matrix = matrixOf("https://a.b/c", "H") ?? empty(1);
  const plate = plateOf(matrix);
  const free = withoutPlate(matrix, plate);
  for (let at = 0; at < matrix.modules.length; at++) {
    const [x, y] = [at % matrix.size, Math.floor(at / matrix.size)];
    const isUnder = [x, y].every((place) => place >= plate.start && place < plate.start + plate.size);
    expect(free.modules[at]).toBe(isUnder ? 0 : matrix.modules[at]);
  }
  const { damage, text } = decodeQr(boolean(free));
  expect(text).toBe("https://a.b/c");
  expect(damage).toBeGreaterThan(0);
});

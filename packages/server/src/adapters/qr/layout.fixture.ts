/** Where ISO/IEC 18004 puts what, for tests. */
export type Level = "L" | "M" | "Q" | "H";

// Table 9: check codewords in a block, and blocks, of versions 1 to 40.
const numbers = (row: string) => row.split(" ").map(Number);
const CHECK: Record<Level, number[]> = {
  L: numbers(
    "7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 28 28 30 30 26 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
  ),
  M: numbers(
    "10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26 26 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28",
  ),
  Q: numbers(
    "13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30 28 30 30 30 30 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
  ),
  H: numbers(
    "17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28 30 24 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
  ),
};
const BLOCKS: Record<Level, number[]> = {
  L: numbers(
    "1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 24 25",
  ),
  M: numbers(
    "1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16 17 17 18 20 21 23 25 26 28 29 31 33 35 37 38 40 43 45 47 49",
  ),
  Q: numbers(
    "1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20 23 23 25 27 29 34 34 35 38 40 43 45 48 51 53 56 59 62 65 68",
  ),
  H: numbers(
    "1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25 25 34 30 32 35 37 40 42 45 48 51 54 57 60 63 66 70 74 77 81",
  ),
};

export function checkCodewords(version: number, level: Level): number {
  return CHECK[level][version - 1] ?? 0;
}

/** Modules for codewords, in the order of their bits: two columns at a time, from the right, up and down. */
export function dataModules(version: number): [x: number, y: number][] {
  const size = 17 + 4 * version;
  const modules: [number, number][] = [];
  let isUpward = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right--;
    for (let step = 0; step < size; step++) {
      const y = isUpward ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (!isFunction(version, x, y)) modules.push([x, y]);
    }
    isUpward = !isUpward;
  }
  return modules;
}

/** Codewords as they lie in the symbol, sorted into blocks of data and check codewords. */
export function blocksOf(codewords: number[], version: number, level: Level): number[][] {
  const count = BLOCKS[level][version - 1] ?? 1;
  const check = checkCodewords(version, level);
  const shortData = Math.floor(codewords.length / count) - check;
  const longBlocks = codewords.length % count;
  const blocks = Array.from({ length: count }, (): number[] => []);
  let next = 0;
  for (let row = 0; row < shortData + 1 + check; row++) {
    for (const [at, block] of blocks.entries()) {
      const isGap = row === shortData && at < count - longBlocks;
      if (!isGap) block.push(codewords[next++] ?? 0);
    }
  }
  return blocks;
}

function isFunction(version: number, x: number, y: number): boolean {
  const size = 17 + 4 * version;
  const isFinder = (x < 9 && y < 9) || (x > size - 9 && y < 9) || (x < 9 && y > size - 9);
  const isVersion = version > 6 && ((x < 6 && y > size - 12) || (y < 6 && x > size - 12));
  return isFinder || isVersion || x === 6 || y === 6 || isAlignment(version, x, y);
}

function isAlignment(version: number, x: number, y: number): boolean {
  if (version === 1) return false;
  const last = 10 + 4 * version;
  const gaps = Math.floor(version / 7) + 1;
  const step = version === 32 ? 26 : 2 * Math.ceil((last - 6) / gaps / 2);
  const centers = [6, ...Array.from({ length: gaps }, (_, at) => last - at * step)];
  const near = (value: number) => centers.find((center) => Math.abs(center - value) <= 2);
  const [column, row] = [near(x), near(y)];
  if (column === undefined || row === undefined) return false;
  const isCorner =
    (column === 6 && row === 6) || (column === 6 && row === last) || (column === last && row === 6);
  return !isCorner;
}

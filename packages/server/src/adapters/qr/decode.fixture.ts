import { blocksOf, checkCodewords, dataModules, type Level } from "./layout.fixture.ts";
import { correct } from "./reed-solomon.fixture.ts";

/** `damage` is the largest share of what can be repaired that a block needed: 0 is a whole code, 1 the last that reads. */
export type Decoded = { version: number; errorCorrection: Level; text: string; damage: number };

const LEVELS: Level[] = ["M", "L", "H", "Q"];
const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const MASKS: ((y: number, x: number) => boolean)[] = [
  (y, x) => (y + x) % 2 === 0,
  (y) => y % 2 === 0,
  (_, x) => x % 3 === 0,
  (y, x) => (y + x) % 3 === 0,
  (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (y, x) => ((y * x) % 2) + ((y * x) % 3) === 0,
  (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2 === 0,
  (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2 === 0,
];

/** What a QR code of any version says (ISO/IEC 18004), for tests; throws if it is none. */
export function decodeQr(modules: boolean[][]): Decoded {
  const size = modules.length;
  const version = (size - 17) / 4;
  const isDark = (x: number, y: number) => modules[y]?.[x] === true;
  if (!Number.isInteger(version) || version < 1 || version > 40)
    throw new Error(`${size} modules are no version`);
  checkPatterns(isDark, size);
  if (version > 6) checkVersion(isDark, version);
  const format = formatOf(isDark, size);
  const errorCorrection = LEVELS[format >> 3] ?? "M";
  const mask = MASKS[format & 7] ?? (() => false);
  const bits = dataModules(version).map(([x, y]) => isDark(x, y) !== mask(y, x));
  const codewords = Array.from({ length: bits.length >> 3 }, (_, at) =>
    numberOf(bits.slice(at * 8, at * 8 + 8)),
  );
  const check = checkCodewords(version, errorCorrection);
  const blocks = blocksOf(codewords, version, errorCorrection).map((block) => {
    const corrected = correct(block, check);
    if (!corrected) throw new Error("damaged beyond repair");
    return corrected;
  });
  const data = blocks.flatMap(({ block }) => block.slice(0, -check));
  const damage = Math.max(...blocks.map(({ errors }) => errors)) / Math.floor(check / 2);
  return { version, errorCorrection, text: textOf(data, version), damage };
}

const numberOf = (bits: boolean[]) => bits.reduce((sum, bit) => sum * 2 + Number(bit), 0);
type IsDark = (x: number, y: number) => boolean;

/** Finders with their separators, timing up to the middle, the module that is always dark. */
function checkPatterns(isDark: IsDark, size: number): void {
  for (const [left, top] of [
    [0, 0],
    [size - 7, 0],
    [0, size - 7],
  ] as const) {
    for (let y = -1; y < 8; y++) {
      for (let x = -1; x < 8; x++) {
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
        if (isDark(left + x, top + y) !== (ring !== 2 && ring !== 4)) throw new Error("no finder pattern");
      }
    }
  }
  for (let at = 8; at < size - 8; at++) {
    if (isDark(at, 6) !== (at % 2 === 0) || isDark(6, at) !== (at % 2 === 0))
      throw new Error("no timing pattern");
  }
  if (!isDark(8, size - 8)) throw new Error("no dark module");
}

/** Level and mask, after the BCH code of both copies was found whole. */
function formatOf(isDark: IsDark, size: number): number {
  const near = (bit: number): [number, number] =>
    bit < 6 ? [8, bit] : bit < 8 ? [8, bit + 1] : bit === 8 ? [7, 8] : [14 - bit, 8];
  const far = (bit: number): [number, number] => (bit < 8 ? [size - 1 - bit, 8] : [8, size - 15 + bit]);
  const [first, second] = [near, far].map((place) =>
    numberOf(Array.from({ length: 15 }, (_, at) => isDark(...place(14 - at)))),
  );
  if (first === undefined || first !== second) throw new Error("format information differs");
  const format = first ^ 0b101010000010010;
  if (remainder(format, 15, 0b10100110111) !== 0) throw new Error("format information is damaged");
  return format >> 10;
}

function checkVersion(isDark: IsDark, version: number): void {
  const far = 17 + 4 * version - 11;
  const bit = (at: number): [number, number] => [far + (at % 3), Math.floor(at / 3)];
  const right = numberOf(Array.from({ length: 18 }, (_, at) => isDark(...bit(17 - at))));
  const below = numberOf(Array.from({ length: 18 }, (_, at) => isDark(bit(17 - at)[1], bit(17 - at)[0])));
  const isWhole = right === below && remainder(right, 18, 0b1111100100101) === 0;
  if (!isWhole || right >> 12 !== version) throw new Error("version information is damaged");
}

function remainder(value: number, bits: number, generator: number): number {
  const degree = 31 - Math.clz32(generator);
  let rest = value;
  for (let at = bits - 1; at >= degree; at--) if ((rest >> at) & 1) rest ^= generator << (at - degree);
  return rest;
}

function textOf(data: number[], version: number): string {
  const bits = data.flatMap((byte) => Array.from({ length: 8 }, (_, at) => ((byte >> (7 - at)) & 1) === 1));
  let next = 0;
  const read = (count: number) => {
    next += count;
    return numberOf(bits.slice(next - count, next));
  };
  const group = version < 10 ? 0 : version < 27 ? 1 : 2;
  const bytes: number[] = [];
  const write = (text: string) => bytes.push(...new TextEncoder().encode(text));
  while (bits.length - next >= 4) {
    const mode = read(4);
    if (mode === 0) break;
    if (mode === 4) for (let left = read([8, 16, 16][group] ?? 0); left > 0; left--) bytes.push(read(8));
    else if (mode === 2) {
      let left = read([9, 11, 13][group] ?? 0);
      for (; left > 1; left -= 2) {
        const pair = read(11);
        write(`${ALPHANUMERIC[Math.floor(pair / 45)]}${ALPHANUMERIC[pair % 45]}`);
      }
      if (left === 1) write(ALPHANUMERIC[read(6)] ?? "");
    } else if (mode === 1) {
      let left = read([10, 12, 14][group] ?? 0);
      for (; left > 2; left -= 3) write(String(read(10)).padStart(3, "0"));
      if (left > 0) write(String(read(left === 2 ? 7 : 4)).padStart(left, "0"));
    } else throw new Error(`mode ${mode}`);
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
}

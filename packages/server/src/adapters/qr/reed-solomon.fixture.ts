/** Reed-Solomon over GF(256) with 0x11d, for tests: written from the textbook, not from what it tests. */
export type Corrected = { block: number[]; errors: number };

const EXP: number[] = [1];
for (let power = 1; power < 510; power++) {
  const doubled = (EXP[power - 1] ?? 0) * 2;
  EXP.push(doubled > 255 ? doubled ^ 0x11d : doubled);
}
const LOG = new Map(EXP.slice(0, 255).map((value, power) => [value, power]));
const exp = (power: number) => EXP[((power % 255) + 255) % 255] ?? 0;
const log = (value: number) => LOG.get(value) ?? Number.NaN;
const times = (a: number, b: number) => (a === 0 || b === 0 ? 0 : exp(log(a) + log(b)));
const by = (a: number, b: number) => (a === 0 ? 0 : exp(log(a) - log(b)));
/** Lowest power first. */
const valueAt = (polynomial: number[], x: number) =>
  polynomial.reduceRight((sum, each) => times(sum, x) ^ each, 0);

/** All zero if the block (data, then `ecc` check bytes) is whole. */
function syndromesOf(block: number[], ecc: number): number[] {
  const highestLast = block.toReversed();
  return Array.from({ length: ecc }, (_, power) => valueAt(highestLast, exp(power)));
}

/** The block with up to `ecc / 2` wrong bytes put right; null if more are wrong. */
export function correct(block: number[], ecc: number): Corrected | null {
  const syndromes = syndromesOf(block, ecc);
  if (syndromes.every((each) => each === 0)) return { block, errors: 0 };
  const locator = locatorOf(syndromes);
  const last = block.length - 1;
  const wrong = block.flatMap((_, at) => (valueAt(locator, exp(at - last)) === 0 ? [at] : []));
  if (wrong.length !== locator.length - 1) return null;
  const product = (power: number) =>
    locator.reduce((sum, each, at) => sum ^ times(each, syndromes[power - at] ?? 0), 0);
  const evaluator = syndromes.map((_, power) => product(power));
  // The derivative in characteristic 2: odd powers, one lower.
  const derivative = locator.slice(1).map((each, power) => (power % 2 === 0 ? each : 0));
  const mended = [...block];
  for (const at of wrong) {
    const inverse = exp(at - last);
    const error = by(valueAt(evaluator, inverse), times(inverse, valueAt(derivative, inverse)));
    mended[at] = (mended[at] ?? 0) ^ error;
  }
  return syndromesOf(mended, ecc).every((each) => each === 0)
    ? { block: mended, errors: wrong.length }
    : null;
}

/** Berlekamp and Massey. */
function locatorOf(syndromes: number[]): number[] {
  let locator = [1];
  let before = [1];
  let [length, shift, lastDiscrepancy] = [0, 1, 1];
  for (let n = 0; n < syndromes.length; n++) {
    const discrepancy = locator.reduce((sum, each, at) => sum ^ times(each, syndromes[n - at] ?? 0), 0);
    if (discrepancy === 0) {
      shift++;
      continue;
    }
    const factor = by(discrepancy, lastDiscrepancy);
    const shifted = [...new Array<number>(shift).fill(0), ...before.map((each) => times(each, factor))];
    const next = Array.from(
      { length: Math.max(locator.length, shifted.length) },
      (_, at) => (locator[at] ?? 0) ^ (shifted[at] ?? 0),
    );
    if (2 * length <= n) {
      [length, before, lastDiscrepancy, shift] = [n + 1 - length, locator, discrepancy, 1];
    } else shift++;
    locator = next;
  }
  return locator.slice(0, locator.findLastIndex((each) => each !== 0) + 1);
}

/**
 * Remembers one value per number, in at most `slots` (a power of two) places: a newcomer takes the place of whoever
 * was there. No order is kept and nothing is allocated.
 */
export type Memo<T> = {
  get(key: number): T | undefined;
  set(key: number, value: T): void;
};

/** Keys are positive integers below 2^32. */
export function createMemo<T>(slots: number): Memo<T> {
  const keys = new Uint32Array(slots);
  const values: (T | undefined)[] = new Array(slots).fill(undefined);
  const shift = Math.clz32(slots - 1);
  // Fibonacci hashing: Knuth, The Art of Computer Programming 3, 6.4
  const slotOf = (key: number) => Math.imul(key, 0x9e3779b1) >>> shift;
  return {
    get: (key) => {
      const slot = slotOf(key);
      return keys[slot] === key ? values[slot] : undefined;
    },
    set: (key, value) => {
      const slot = slotOf(key);
      keys[slot] = key;
      values[slot] = value;
    },
  };
}

export type Random = ReturnType<typeof createRandom>;

/** Numbers that look random and are the same each time (mulberry32, by Tommy Ettinger, public domain). */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  /** From 0 to under 1. */
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (limit: number) => Math.floor(next() * limit);
  function pick<Item>(items: readonly Item[]): Item {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error("there is nothing to pick from");
    return item;
  }
  return { next, below, pick };
}

/** Picks by weight: of `[item, weight]`, those with more weight more often. */
export function weighted<Item>(random: Random, pairs: readonly (readonly [Item, number])[]): () => Item {
  let total = 0;
  const ends = pairs.map(([, weight]) => {
    total += weight;
    return total;
  });
  return () => {
    const at = random.next() * total;
    // The first that ends behind it.
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    const pair = pairs[low];
    if (!pair) throw new Error("there is nothing to pick from");
    return pair[0];
  };
}

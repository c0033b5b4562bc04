import type { Key } from "./key-hash.ts";
import type { Pacer } from "./pacer.ts";

/** Keys with a small number each, packed: 9 bytes a slot, at most half of the slots taken. */
export type KeyTable = {
  size: number;
  bytes: number;
  /** The number of the key, or -1 where it is not in the table. */
  get(high: number, low: number): number;
};

const CHUNK = 65_536;

/** Collects keys, in pieces that never have to be copied, and makes the table of them. */
export function createKeyCollector() {
  const chunks: { keys: Uint32Array; numbers: Uint8Array }[] = [];
  let count = 0;
  return {
    add({ high, low }: Key, number: number): void {
      const place = count % CHUNK;
      if (place === 0) chunks.push({ keys: new Uint32Array(2 * CHUNK), numbers: new Uint8Array(CHUNK) });
      const chunk = chunks[chunks.length - 1];
      if (!chunk) return;
      chunk.keys[2 * place] = high;
      chunk.keys[2 * place + 1] = low;
      chunk.numbers[place] = number;
      count++;
    },
    async build(pace: Pacer): Promise<KeyTable> {
      const writable = createTable(count);
      for (const [index, { keys, numbers }] of chunks.entries()) {
        const end = Math.min(CHUNK, count - index * CHUNK);
        for (let place = 0; place < end; place++) {
          writable.put(keys[2 * place] ?? 0, keys[2 * place + 1] ?? 0, numbers[place] ?? 0);
          if (place % 4_096 === 0) await pace();
        }
      }
      return writable.table;
    },
  };
}

/** Open addressing: a key stands in the first free slot from where its bits send it. A slot of zeros is free. */
function createTable(count: number) {
  let slots = 16;
  while (slots < 2 * count) slots *= 2;
  const mask = slots - 1;
  const keys = new Uint32Array(2 * slots);
  const numbers = new Uint8Array(slots);
  const table: KeyTable = {
    size: 0,
    bytes: keys.byteLength + numbers.byteLength,
    get(high, low) {
      const slot = find(high >>> 0, low >>> 0 || 1);
      return keys[2 * slot + 1] === 0 ? -1 : (numbers[slot] ?? -1);
    },
  };

  /** The slot of the key, or the free one where it would stand. `low` is not 0. */
  function find(high: number, low: number): number {
    let slot = Math.imul(high ^ (low >>> 7), 0x9e3779b1) >>> 3;
    for (; ; slot++) {
      slot &= mask;
      const stored = keys[2 * slot + 1];
      if (stored === 0 || (stored === low && keys[2 * slot] === high)) return slot;
    }
  }

  function put(high: number, keyLow: number, number: number): void {
    const low = keyLow || 1;
    const slot = find(high, low);
    if (keys[2 * slot + 1] !== 0) return;
    keys[2 * slot] = high;
    keys[2 * slot + 1] = low;
    numbers[slot] = number;
    table.size++;
  }
  return { table, put };
}

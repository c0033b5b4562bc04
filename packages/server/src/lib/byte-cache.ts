/** What was put in last, as long as there is room for it. */
export type ByteCache<Value> = { get(key: string): Value | undefined; put(key: string, value: Value): void };

/** Keeps up to `maxEntries` values of `maxBytes` together; who was not asked for longest makes room. */
export function createByteCache<Value>(
  { maxEntries, maxBytes }: { maxEntries: number; maxBytes: number },
  bytesOf: (value: Value) => number,
): ByteCache<Value> {
  // A map remembers the order in which it was filled.
  const entries = new Map<string, Value>();
  let bytes = 0;

  function drop(key: string): void {
    const value = entries.get(key);
    if (value === undefined) return;
    entries.delete(key);
    bytes -= bytesOf(value);
  }

  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    put(key, value) {
      drop(key);
      entries.set(key, value);
      bytes += bytesOf(value);
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries && bytes <= maxBytes) return;
        drop(oldest);
      }
    },
  };
}

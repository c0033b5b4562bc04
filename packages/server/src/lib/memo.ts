import QuickLRU from "quick-lru";

/** `compute`, remembered for the `max` texts that came last. */
export function memoByText<Value>(max: number, compute: (text: string) => Value): (text: string) => Value {
  const known = new QuickLRU<string, Value>({ maxSize: max });
  return (text) => {
    const hit = known.get(text);
    if (hit !== undefined) return hit;
    const value = compute(text);
    known.set(text, value);
    return value;
  };
}

/** `compute`, remembered as long as the object lives. */
export function memoByObject<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const hit = known.get(key);
    if (hit !== undefined) return hit;
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}

import QuickLRU from "quick-lru";

type Kept<Value> = { at: number; value: Promise<Value> };

/** What `compute` gave, for `ttlMs` from when it was asked, for the `max` keys that came last; who asks meanwhile waits with the first. Failures are not kept. */
export function memoFor<Value>(
  { ttlMs, max, now }: { ttlMs: number; max: number; now(): number },
  compute: (key: string) => Promise<Value>,
): (key: string) => Promise<Value> {
  const kept = new QuickLRU<string, Kept<Value>>({ maxSize: max });
  return (key) => {
    const known = kept.get(key);
    if (known && now() - known.at < ttlMs) return known.value;
    const one = { at: now(), value: compute(key) };
    kept.set(key, one);
    one.value.catch(() => kept.get(key) === one && kept.delete(key));
    return one.value;
  };
}

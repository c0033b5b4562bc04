/** A text as 64 bits, in two halves that are worked out apart, character by character. */
export type Key = { high: number; low: number };

/** What a key is of: the same text as a host and as the beginning of a URL are two keys. */
export const HOST_KIND = 0x2f0b4a91;
export const URL_HOST_KIND = 0x61c88647;
export const PREFIX_KIND = 0x7ed55d16;

export function keyOf(kind: number, text: string): Key {
  let { high, low } = beginKey(kind);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = nextHigh(high, code);
    low = nextLow(low, code);
  }
  return { high, low };
}

/** The key of a host, read from its end: so each domain above it has its key on the way. */
export function hostKey(host: string): Key {
  let { high, low } = beginKey(HOST_KIND);
  for (let index = host.length - 1; index >= 0; index--) {
    const code = host.charCodeAt(index);
    high = nextHigh(high, code);
    low = nextLow(low, code);
  }
  return { high, low };
}

export function beginKey(kind: number): Key {
  return { high: kind, low: kind ^ 0x5f356495 };
}

// FNV-1a, and the same step with another multiplier and a shift: 64 bits make a false hit one in 10^13 lookups at a million entries.
export function nextHigh(high: number, code: number): number {
  return Math.imul(high ^ code, 0x01000193);
}

export function nextLow(low: number, code: number): number {
  const mixed = Math.imul(low ^ code, 0x5bd1e995);
  return mixed ^ (mixed >>> 15);
}

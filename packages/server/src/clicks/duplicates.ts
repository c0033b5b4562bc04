import type { Visit } from "../core/visit.ts";

/** Whether the same visitor followed the same link in the same way a moment ago. */
export type Duplicates = {
  isRepeated(visitor: number, visit: Pick<Visit, "link" | "trigger" | "at">): boolean;
};

/** Clicks are kept in sets, by a part of their key; the oldest of its set makes room. */
const SETS = 1 << 14;
const CLICKS_IN_SET = 8;
const HALF = 2 ** 26;

/**
 * Remembers who followed what within the window: 131,072 clicks in 2 MB that are allocated once, whatever happens. In a storm of
 * more the oldest are forgotten, and count once more. The window begins with the click that counts: whoever reloads all day counts once a window.
 * @param windowMs 0 to call nothing a duplicate
 */
export function createDuplicates(windowMs: number): Duplicates {
  if (windowMs === 0) return { isRepeated: () => false };
  const keys = new Float64Array(SETS * CLICKS_IN_SET);
  const times = new Float64Array(SETS * CLICKS_IN_SET);
  return {
    isRepeated(visitor, { link, trigger, at }) {
      const hash = hashOf(link.id, trigger.length);
      const low = (visitor % HALF) ^ (hash % HALF);
      const key = (Math.floor(visitor / HALF) ^ (hash >>> 6)) * HALF + low;
      const first = (low % SETS) * CLICKS_IN_SET;
      let oldest = first;
      for (let place = first; place < first + CLICKS_IN_SET; place++) {
        const time = times[place] as number;
        if (keys[place] === key) {
          // A clock that was set back makes nobody a duplicate of the future.
          if (Math.abs(at - time) < windowMs) return true;
          oldest = place;
          break;
        }
        if (time < (times[oldest] as number)) oldest = place;
      }
      keys[oldest] = key;
      times[oldest] = at;
      return false;
    },
  };
}

/** FNV-1a, 32 bits: by hand, as a call out of the engine costs more than a short text. */
function hashOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

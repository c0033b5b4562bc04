import { randomText, toBase62 } from "./base62.ts";

export type IdPrefix = "lnk" | "ws" | "key" | "dom" | "tag" | "whk" | "evt";

/** A new id: prefix, 8 characters of time (so that ids sort by age), 12 random ones (71 bits: not to be guessed). */
export function newId<P extends IdPrefix>(prefix: P, nowMs: number): `${P}_${string}` {
  return `${prefix}_${toBase62(nowMs, 8)}${randomText(12)}`;
}

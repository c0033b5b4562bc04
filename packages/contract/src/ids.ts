import { randomText, toBase62 } from "./base62.ts";

export type IdPrefix =
  | "lnk"
  | "ws"
  | "key"
  | "dom"
  | "tag"
  | "whk"
  | "dlv"
  | "evt"
  | "fld"
  | "tpl"
  | "rpt"
  | "blk"
  | "cnv"
  | "msg"
  | "inv"
  | "usr"
  | "ses"
  | "psk";

const PER_MILLISECOND = 62 ** 3;
const last = { ms: -1, time: "", count: 0 };

/**
 * A new id: prefix, 8 characters of time and 3 that count within the millisecond, so that the ids that a process makes sort by
 * age; then 9 random ones (53 bits), so that they cannot be guessed.
 */
export function newId<P extends IdPrefix>(prefix: P, nowMs: number): `${P}_${string}` {
  last.count = nowMs === last.ms ? (last.count + 1) % PER_MILLISECOND : 0;
  if (nowMs !== last.ms) last.time = toBase62(nowMs, 8);
  last.ms = nowMs;
  return `${prefix}_${last.time}${toBase62(last.count, 3)}${randomText(9)}`;
}

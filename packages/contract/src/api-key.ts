import { randomText, toBase62 } from "./base62.ts";

/** What a key begins with, by what it acts on: the workspace, or its sandbox. */
const PREFIXES = { live: "sk_api_", test: "sk_test_" } as const;
export type KeyMode = keyof typeof PREFIXES;
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;

/** A new API key: `sk_api_` or `sk_test_`, 32 random base62 characters (190 bits), 6 of checksum. */
export function newApiKey(mode: KeyMode = "live"): string {
  const body = PREFIXES[mode] + randomText(RANDOM_LENGTH);
  return body + checksum(body);
}

/** Whether the text can be an API key at all; lets a scanner recognise one without asking anybody. */
export function isApiKey(text: string): boolean {
  if (!/^sk_(?:api|test)_[0-9A-Za-z]{38}$/.test(text)) return false;
  const end = text.length - CHECKSUM_LENGTH;
  return text.slice(end) === checksum(text.slice(0, end));
}

/** CRC-32 (IEEE 802.3) of all the text before it, prefix included, base 62. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return toBase62(~crc >>> 0, CHECKSUM_LENGTH);
}

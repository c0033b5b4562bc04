import Decoder from "mmdb-lib/lib/decoder.js";
import { parseMetadata } from "mmdb-lib/lib/metadata.js";
import QuickLRU from "quick-lru";
import type { Lookup } from "./lookup.ts";
import { createMemo } from "./memo.ts";
import { readTree } from "./tree.ts";

/** Visitors from all over the world share fewer places than this; each takes some 300 bytes once it was met. */
const RECORDS = 131_072;
const STRINGS = 16_384;
const SEPARATOR_BYTES = 16;

/**
 * The records of an mmdb file, turned into values by `convert`. A record answers with the same object as long as it
 * is among the remembered ones; a record that cannot be decoded answers `nothing`. Throws if it is no mmdb file.
 */
export function readMmdb<T>(bytes: Uint8Array, convert: (record: unknown) => T, nothing: T): Lookup<T> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const metadata = parseMetadata(buffer);
  const dataStart = metadata.searchTreeSize + SEPARATOR_BYTES;
  const separator = bytes.subarray(metadata.searchTreeSize, dataStart);
  if (separator.length < SEPARATOR_BYTES || separator.some((byte) => byte !== 0)) {
    throw new Error("the search tree does not end where the metadata says");
  }
  const decoder = new Decoder(
    buffer,
    dataStart,
    new QuickLRU<string | number, unknown>({ maxSize: STRINGS }),
  );
  const tree = readTree(bytes, metadata);
  const memo = createMemo<T>(RECORDS);

  const decode = (offset: number): T => {
    try {
      return convert(decoder.decode(offset).value);
    } catch {
      return nothing;
    }
  };
  const valueAt = (offset: number): T => {
    if (offset === 0) return nothing;
    const known = memo.get(offset);
    if (known !== undefined) return known;
    const value = decode(offset);
    memo.set(offset, value);
    return value;
  };
  return {
    ipv4: (address) => valueAt(tree.ipv4(address)),
    ipv6: (groups) => valueAt(tree.ipv6(groups)),
  };
}

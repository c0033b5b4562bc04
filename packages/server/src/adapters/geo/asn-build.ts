import { parseIpv4, parseIpv6 } from "./address.ts";
import { parseOwner, readAsnCsv } from "./asn-csv.ts";
import { createAsnIndex, sealAsnIndex } from "./asn-index.ts";

type Owners = Map<string, number>;

/**
 * Turns the two CSV files into an index (see asn-index.ts). Ranges must come sorted by start; where two overlap, the
 * later one wins. Throws an Error naming file and line otherwise.
 */
export async function buildAsnIndex(ipv4Csv: string, ipv6Csv: string): Promise<Uint8Array<ArrayBuffer>> {
  const owners: Owners = new Map();
  const ipv4 = await readIpv4(ipv4Csv, owners);
  const ipv6 = await readIpv6(ipv6Csv, owners);
  const parsed = Array.from(owners.keys(), parseOwner);
  const names = parsed.map(({ name }) => new TextEncoder().encode(name));
  const nameBytes = names.reduce((sum, name) => sum + name.byteLength, 0);

  const counts = { ipv4: ipv4.owners.length, ipv6: ipv6.owners.length, owners: owners.size, nameBytes };
  const { index, bytes } = createAsnIndex(counts);
  index.ipv4.starts.set(ipv4.starts);
  index.ipv4.ends.set(ipv4.ends);
  index.ipv4.owners.set(ipv4.owners);
  index.ipv6.startsHigh.set(ipv6.startsHigh);
  index.ipv6.startsLow.set(ipv6.startsLow);
  index.ipv6.endsHigh.set(ipv6.endsHigh);
  index.ipv6.endsLow.set(ipv6.endsLow);
  index.ipv6.owners.set(ipv6.owners);
  index.owners.numbers.set(parsed.map(({ asn }) => asn));
  let at = 0;
  for (const [owner, name] of names.entries()) {
    index.owners.names.set(name, at);
    at += name.byteLength;
    index.owners.nameStarts[owner + 1] = at;
  }
  sealAsnIndex(bytes);
  return bytes;
}

async function readIpv4(path: string, owners: Owners) {
  const ranges = { starts: [] as number[], ends: [] as number[], owners: [] as number[] };
  let last = 0;
  await readAsnCsv(path, (row) => {
    const start = parseIpv4(row.start);
    const end = parseIpv4(row.end);
    if (start < last || end < start) throw badLine(path, ranges.owners.length);
    last = start;
    ranges.starts.push(start);
    ranges.ends.push(end);
    ranges.owners.push(ownerNumber(owners, row.owner));
  });
  return ranges;
}

async function readIpv6(path: string, owners: Owners) {
  const starts = { startsHigh: [] as number[], startsLow: [] as number[] };
  const ranges = { ...starts, endsHigh: [] as number[], endsLow: [] as number[], owners: [] as number[] };
  const groups = new Uint16Array(8);
  const half = (at: number) => (groups[at] ?? 0) * 0x10000 + (groups[at + 1] ?? 0);
  let last: readonly [number, number] = [0, 0];
  await readAsnCsv(path, (row) => {
    const line = ranges.owners.length;
    if (!parseIpv6(row.start, groups)) throw badLine(path, line);
    const start = [half(0), half(2)] as const;
    if (!parseIpv6(row.end, groups)) throw badLine(path, line);
    const end = [half(0), half(2)] as const;
    if (before(start, last) || before(end, start)) throw badLine(path, line);
    last = start;
    ranges.startsHigh.push(start[0]);
    ranges.startsLow.push(start[1]);
    ranges.endsHigh.push(end[0]);
    ranges.endsLow.push(end[1]);
    ranges.owners.push(ownerNumber(owners, row.owner));
  });
  return ranges;
}

function before(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

function ownerNumber(owners: Owners, owner: string): number {
  const known = owners.get(owner);
  if (known !== undefined) return known;
  owners.set(owner, owners.size);
  return owners.size - 1;
}

function badLine(path: string, line: number): Error {
  return new Error(`${path}: line ${line + 1} is no range, or out of order`);
}

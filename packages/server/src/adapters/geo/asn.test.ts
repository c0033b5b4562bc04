import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAsnPackage } from "./asn.ts";
import { parseOwner } from "./asn-csv.ts";
import { byText, type Lookup } from "./lookup.ts";
import { type Network, noNetwork } from "./network.ts";
import { findPackage } from "./packages.ts";

const found = await findPackage("@ip-location-db/asn");
const cacheDir = await mkdtemp(join(tmpdir(), "asn-"));
let lookup: Lookup<Network>;
afterAll(() => rm(cacheDir, { recursive: true }));
beforeAll(async () => {
  if (found) lookup = (await openAsnPackage(found, cacheDir)).lookup;
});

type Row = { start: bigint; end: bigint; asn: number; name: string };

/** The rows of the package's other CSV files, those with plain numbers, which the index is not built from. */
async function readRows(file: string): Promise<Row[]> {
  const lines = (await Bun.file(join(found?.directory ?? "", file)).text()).trim().split("\n");
  return lines.map((line) => {
    const [, start = "", end = "", owner = ""] = /^(\d+),(\d+),(.*)$/.exec(line) ?? [];
    return { start: BigInt(start), end: BigInt(end), ...parseOwner(owner) };
  });
}

/** Start, end and the gap after 1,000 ranges evenly picked, and what the rows say of them. */
function compare(rows: Row[], step: bigint, write: (address: bigint) => string): void {
  const network = byText(lookup, noNetwork);
  const answer = (address: bigint) => {
    const { asn, name } = network(write(address));
    return { asn, name };
  };
  let gaps = 0;
  for (let at = 0; at < rows.length - 1; at += Math.floor(rows.length / 1_000)) {
    const row = rows[at];
    const next = rows[at + 1];
    if (!row || !next || next.start < row.end + 1n || row.start % step || (row.end + 1n) % step) continue;
    const { asn, name } = row;
    expect(answer(row.start)).toEqual({ asn, name });
    expect(answer((row.start + row.end) / 2n)).toEqual({ asn, name });
    expect(answer(row.end)).toEqual({ asn, name });
    if (next.start <= row.end + step) continue;
    gaps++;
    expect(network(write(row.end + 1n))).toBe(noNetwork);
  }
  expect(gaps).toBeGreaterThan(10);
}

test.skipIf(!found)("agrees with the rows of IPv4", async () => {
  const octets = (address: bigint) => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
  compare(await readRows("asn-ipv4-num.csv"), 1n, octets);
});

test.skipIf(!found)("agrees with the rows of IPv6, down to /64", async () => {
  const groups = (address: bigint) =>
    address
      .toString(16)
      .padStart(32, "0")
      .replace(/.{4}(?!$)/g, "$&:");
  compare(await readRows("asn-ipv6-num.csv"), 1n << 64n, groups);
});

test.skipIf(!found)("knows nothing before the first range and after the last", () => {
  const network = byText(lookup, noNetwork);
  for (const address of ["0.0.0.0", "255.255.255.255", "::", "ffff::"])
    expect(network(address)).toBe(noNetwork);
});

test("reads quoted names", () => {
  expect(parseOwner('13335,"Cloudflare, Inc."')).toEqual({ asn: 13335, name: "Cloudflare, Inc." });
  expect(parseOwner('201907,"LLC ""SPUTNIK"""')).toEqual({ asn: 201907, name: 'LLC "SPUTNIK"' });
  expect(parseOwner("2500,WIDE Project\r")).toEqual({ asn: 2500, name: "WIDE Project" });
  expect(parseOwner("7")).toEqual({ asn: 7, name: "" });
});

import { expect, test } from "bun:test";
import fc from "fast-check";
import { isPublicAddress } from "./public-address.ts";

test.each([
  "1.1.1.1",
  "8.8.8.8",
  "9.255.255.255",
  "100.63.255.255",
  "100.128.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "198.20.0.0",
  "223.255.255.255",
  "2001:4860:4860::8888",
  "2606:4700:4700::1111",
  "2A00:1450:4001:80B::200E",
])("%p is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  // what resolvers never write, and other readers may take for another address
  "",
  "0",
  "127.1",
  "2130706433",
  "0x7f000001",
  "0177.0.0.1",
  "08.8.8.8",
  "8.8.8",
  "8.8.8.8 ",
  " 8.8.8.8",
  "8.8.8.8\n",
  "8.8.8.8:80",
  "8.8.8.8/32",
  "256.8.8.8",
  "[2606:4700:4700::1111]",
  "2606:4700:4700::1111%eth0",
  "2606:4700:4700::1111::",
  "example.com",
  // IPv4 inside IPv6, even if it is a public one
  "::8.8.8.8",
  "::ffff:8.8.8.8",
  "::ffff:0:8.8.8.8",
  "::ffff:7f00:1",
  "64:ff9b::8.8.8.8",
  "64:ff9b:1::8.8.8.8",
  "2002:808:808::1",
  "2001:0:4136:e378:8000:63bf:3fff:fdd2",
])("%p is not", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

// IANA's special-purpose registries, and what is not unicast
const REFUSED_V4 =
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4";
const REFUSED_V6 =
  "0::/3 2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 4000::/2 8000::/1 ::1/128 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8";

type Range = { start: bigint; bits: bigint; width: bigint };

/** Not by ipaddr.js, which is what is tested. */
function readV4(text: string): bigint {
  return text.split(".").reduce((value, octet) => value * 256n + BigInt(octet), 0n);
}

function readV6(text: string): bigint {
  const [left = "", right] = text.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const groups =
    right === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill("0"), ...right];
  return [...groups].reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

function rangesOf(list: string, read: (text: string) => bigint, width: bigint): Range[] {
  return list.split(" ").map((each) => {
    const [start = "", bits = ""] = each.split("/");
    return { start: read(start), bits: BigInt(bits), width };
  });
}

const isIn = (value: bigint) => (range: Range) =>
  value >> (range.width - range.bits) === range.start >> (range.width - range.bits);

function writeV4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
}

function writeV6(value: bigint): string {
  return Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) & 65_535n).toString(16)).join(
    ":",
  );
}

/** Anything at all, and what lies at the edges of the ranges and within them. */
function valuesAround(ranges: Range[], width: bigint): fc.Arbitrary<bigint> {
  const max = (1n << width) - 1n;
  const near = fc.constantFrom(...ranges).chain(({ start, bits }) => {
    const size = 1n << (width - bits);
    return fc.oneof(
      fc.bigInt({ min: start, max: start + size - 1n }),
      fc.constantFrom(start - 1n, start, start + size - 1n, start + size),
    );
  });
  return fc
    .oneof(fc.bigInt({ min: 0n, max }), near)
    .map((value) => (value < 0n ? 0n : value > max ? max : value));
}

test.each([
  { name: "IPv4", width: 32n, ranges: rangesOf(REFUSED_V4, readV4, 32n), write: writeV4 },
  { name: "IPv6", width: 128n, ranges: rangesOf(REFUSED_V6, readV6, 128n), write: writeV6 },
])("$name: all but the listed ranges is public", ({ width, ranges, write }) => {
  fc.assert(
    fc.property(valuesAround(ranges, width), (value) => {
      expect(isPublicAddress(write(value))).toBe(!ranges.some(isIn(value)));
    }),
    { numRuns: 3_000 },
  );
});

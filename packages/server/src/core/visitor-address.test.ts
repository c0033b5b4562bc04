import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { TrustConfig } from "../config.ts";
import { type Cidr, parseCidr } from "../lib/address.ts";
import { readAddressBy as by } from "./visitor-address.ts";

function readAddressBy(trust: TrustConfig) {
  const read = by(trust);
  return (connection: string, forwardedFor: string | null) => read(() => connection, forwardedFor);
}

const PEER = "198.51.100.1";
const ODD = [
  ...[
    "",
    " ",
    ",",
    ",,,",
    "unknown",
    "_hidden",
    "not an address",
    "<script>",
    "1.2.3.4.5.6.7.8",
    "::::",
    "999.1.1.1",
  ],
  ...["x".repeat(10_000), ",".repeat(1_000), "\0", "1.2.3.4\n", '"', "for=1.2.3.4"],
];

describe("with no proxy trusted", () => {
  const read = readAddressBy({ kind: "none" });

  test("the connection's address counts, whatever the header says", () => {
    for (const header of [null, "203.0.113.9", "10.0.0.1, 203.0.113.9", ...ODD])
      expect(read(PEER, header)).toBe(PEER);
  });

  test("an IPv4 visitor is the same by an IPv6 socket", () => {
    expect(read(`::ffff:${PEER}`, null)).toBe(PEER);
    expect(read("2001:db8::1", null)).toBe("2001:db8::1");
    expect(read("", null)).toBe("");
  });
});

describe("behind a number of proxies", () => {
  test.each([
    [1, "203.0.113.9", "203.0.113.9"],
    [1, "6.6.6.6, 203.0.113.9", "203.0.113.9"],
    [1, "6.6.6.6,7.7.7.7,203.0.113.9", "203.0.113.9"],
    [2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"],
    [2, "203.0.113.9", "203.0.113.9"],
    [3, "203.0.113.9, 10.0.0.1", "203.0.113.9"],
    [1, "6.6.6.6, 203.0.113.9:4711", "203.0.113.9"],
    [1, "[2001:db8::7]:4711", "2001:db8::7"],
    [1, "2001:db8::7", "2001:db8::7"],
    [1, "::ffff:203.0.113.9", "203.0.113.9"],
    [1, "203.0.113.9, unknown", ""],
    [1, "203.0.113.9,", ""],
  ])("of %p, %j is %j", (hops, header, address) => {
    expect(readAddressBy({ kind: "hops", hops })(PEER, header)).toBe(address);
  });

  test("without the header it is the connection's", () => {
    expect(readAddressBy({ kind: "hops", hops: 1 })(PEER, null)).toBe(PEER);
    expect(readAddressBy({ kind: "hops", hops: 1 })(PEER, "")).toBe(PEER);
  });
});

describe("behind proxies of known ranges", () => {
  const ranges = ["10.0.0.0/8", "fd00::/8", "192.0.2.7"].map((text) => parseCidr(text) as Cidr);
  const read = readAddressBy({ kind: "ranges", ranges });

  test.each([
    ["10.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"],
    ["10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2, 192.0.2.7", "203.0.113.9"],
    ["::ffff:10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"],
    ["fd00::1", "2001:db8::7", "2001:db8::7"],
    ["10.0.0.1", "6.6.6.6, 203.0.113.9:80, 10.0.0.2:443", "203.0.113.9"],
    ["10.0.0.1", "[2001:db8::7]:80", "2001:db8::7"],
    ["10.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.2"],
    ["10.0.0.1", null, "10.0.0.1"],
    ["10.0.0.1", "6.6.6.6, nonsense", ""],
    ["192.0.2.8", "203.0.113.9", "192.0.2.8"],
    [PEER, "6.6.6.6", PEER],
    [PEER, "6.6.6.6, 10.0.0.1", PEER],
  ])("a connection from %p saying %j is %j's", (connection, header, address) => {
    expect(read(connection, header)).toBe(address);
  });
});

test("nothing that a header says is an error, or comes out but as an address", () => {
  const part = fc.oneof(
    fc.constantFrom(
      "10.0.0.1",
      "203.0.113.9",
      "2001:db8::1",
      "[::1]:80",
      "[",
      "]",
      ":",
      "::",
      "64:ff9b::192.0.2.1",
      ...ODD,
    ),
    fc.string({ unit: "binary" }),
  );
  const headers = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(","));
  const ranges = [parseCidr("10.0.0.0/8") as Cidr];
  const readers = [
    readAddressBy({ kind: "none" }),
    readAddressBy({ kind: "hops", hops: 2 }),
    readAddressBy({ kind: "ranges", ranges }),
  ];
  fc.assert(
    fc.property(headers, part, (header, connection) => {
      for (const read of readers) expect(read(connection, header)).toMatch(/^[0-9a-fA-F.:]{0,45}$/);
    }),
    { numRuns: 500 },
  );
});

test("an IPv4 address inside an IPv6 one stays whole", () => {
  const read = readAddressBy({ kind: "none" });
  for (const address of ["64:ff9b::192.0.2.1", "2001:db8::192.0.2.1"]) {
    expect(read(address, null)).toBe(address);
    expect(read(`[${address}]:80`, null)).toBe(address);
  }
});

import { expect, test } from "bun:test";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { mappedIpv4, parseIpv4, parseIpv6 } from "./address.ts";

const groups = new Uint16Array(8);

test("reads IPv4 as a number", () => {
  expect(parseIpv4("0.0.0.0")).toBe(0);
  expect(parseIpv4("1.2.3.4")).toBe(0x01020304);
  expect(parseIpv4("255.255.255.255")).toBe(0xffffffff);
});

test.each([
  "",
  ".",
  "1",
  "1.2.3",
  "1.2.3.",
  ".1.2.3",
  "1..2.3",
  "1.2.3.4.",
  "1.2.3.4.5",
  "256.1.1.1",
  "01.2.3.4",
])("%p is no IPv4", (text) => {
  expect(parseIpv4(text)).toBe(-1);
  expect(parseIpv6(text, groups)).toBe(false);
});

test.each([
  ":",
  ":::",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7::8:9",
  "1:2:3:4::5:6:7:8",
  "1::2::3",
  "12345::",
  "::g",
  "1:",
  ":1",
  "1:2:3:4:5:6:7:",
  "::1.2.3",
  "1:2:3:4:5:6:7:1.2.3.4",
  "::1.2.3.4:5",
  "fe80::1%eth0",
  "[::1]",
])("%p is no IPv6", (text) => {
  expect(parseIpv6(text, groups)).toBe(false);
});

test("reads every way of writing an IPv6 address as ipaddr.js does", () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      expect(parseIpv6(text, groups)).toBe(true);
      // with the dotted tail in hex: ipaddr.js takes "::1.2.3.4" for a mapped address
      const tail = (_: string, a: string, b: string, c: string, d: string) =>
        `${(Number(a) * 256 + Number(b)).toString(16)}:${(Number(c) * 256 + Number(d)).toString(16)}`;
      const canonical = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, tail);
      expect(Array.from(groups)).toEqual(ipaddr.IPv6.parse(canonical).parts);
    }),
    { numRuns: 2_000 },
  );
});

test("finds the IPv4 inside a mapped address, and only there", () => {
  for (const text of ["::ffff:1.2.3.4", "::FFFF:102:304", "0:0:0:0:0:ffff:1.2.3.4"]) {
    expect(parseIpv6(text, groups)).toBe(true);
    expect(mappedIpv4(groups)).toBe(0x01020304);
  }
  for (const text of ["::1.2.3.4", "::1", "1::ffff:1.2.3.4", "64:ff9b::1.2.3.4"]) {
    expect(parseIpv6(text, groups)).toBe(true);
    expect(mappedIpv4(groups)).toBe(-1);
  }
});

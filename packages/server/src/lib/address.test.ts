import { expect, test } from "bun:test";
import { bareAddress, type Cidr, isInRanges, isWithinRanges, lastingPart, parseCidr } from "./address.ts";

const ranges = (...texts: string[]) => texts.map((text) => parseCidr(text)) as Cidr[];

test("a range or a single address is read, anything else is null", () => {
  for (const text of ["10.0.0.0/8", "1.2.3.4", "::1", "fd00::/8", "0.0.0.0/0"])
    expect(parseCidr(text)).not.toBeNull();
  const wrong = [
    "",
    "10.0.0.0/33",
    "::/129",
    "10.0.0.0/-1",
    "example.com",
    "1.2.3.4/",
    "1.2.3.256",
    "10.0.0.0/8 ",
  ];
  for (const text of wrong) expect([text, parseCidr(text)]).toEqual([text, null]);
});

test("shorthand that nobody means, as inet_aton reads it, is null", () => {
  for (const text of ["10/8", "100", "1.5", "10.1/16", "0x7f000001", "010.0.0.1", "0x0a.0.0.0/8"]) {
    expect([text, parseCidr(text)]).toEqual([text, null]);
  }
});

test("an address lies in the ranges that hold it, in either spelling of an IPv4 one", () => {
  const all = ranges("10.0.0.0/8", "fd00::/8", "192.0.2.7");
  for (const inside of ["10.255.0.1", "::ffff:10.0.0.1", "fd12::1", "192.0.2.7"])
    expect(isInRanges(inside, all)).toBe(true);
  for (const outside of [
    "11.0.0.1",
    "fe80::1",
    "192.0.2.8",
    "",
    "unknown",
    "10.0.0.1:80",
    "::ffff:11.0.0.1",
  ]) {
    expect(isInRanges(outside, all)).toBe(false);
  }
  expect(isInRanges("10.0.0.1", [])).toBe(false);
});

test("a range of IPv4 in the spelling of IPv6 holds the same addresses; one beyond IPv4 is null", () => {
  const all = ranges("::ffff:10.0.0.0/104", "::FFFF:c000:0207/128");
  for (const inside of ["10.0.0.1", "10.255.0.1", "::ffff:10.0.0.1", "192.0.2.7"])
    expect([inside, isInRanges(inside, all)]).toEqual([inside, true]);
  for (const outside of ["11.0.0.1", "192.0.2.8", "::ffff:11.0.0.1", "::1"])
    expect([outside, isInRanges(outside, all)]).toEqual([outside, false]);
  expect(isInRanges("198.51.100.1", ranges("::ffff:0.0.0.0/96"))).toBe(true);
  for (const text of ["::ffff:10.0.0.0/95", "::ffff:10.0.0.0/8", "::ffff:0:0/0"])
    expect([text, parseCidr(text)]).toEqual([text, null]);
});

test("a range lies within others when one of them holds all of it", () => {
  const all = ranges("10.0.0.0/8", "2001:db8::/32", "192.0.2.7");
  const isWithin = (text: string) => isWithinRanges(parseCidr(text) as Cidr, all);
  for (const inside of ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "::ffff:10.1.0.0/112", "2001:db8:1::/48"])
    expect([inside, isWithin(inside)]).toEqual([inside, true]);
  for (const outside of ["10.0.0.0/7", "0.0.0.0/0", "11.0.0.0/8", "::/0", "192.0.2.0/24", "2001:db8::/31"])
    expect([outside, isWithin(outside)]).toEqual([outside, false]);
});

test("the bare address comes out of what proxies write", () => {
  const read: Record<string, string> = {
    "1.2.3.4": "1.2.3.4",
    " 1.2.3.4 ": "1.2.3.4",
    "1.2.3.4:567": "1.2.3.4",
    "[2001:db8::1]:567": "2001:db8::1",
    "[2001:db8::1]": "2001:db8::1",
    "2001:db8::1": "2001:db8::1",
    "::ffff:1.2.3.4": "1.2.3.4",
    "[::ffff:1.2.3.4]:80": "1.2.3.4",
    "::1": "::1",
  };
  for (const [text, address] of Object.entries(read))
    expect([text, bareAddress(text)]).toEqual([text, address]);
});

test("what is no address is none", () => {
  const junk = ["", " ", "unknown", "_hidden", "localhost", "<script>", "fe80::1%eth0", "1".repeat(46), "\n"];
  for (const text of junk) expect([text, bareAddress(text)]).toEqual([text, ""]);
});

test("what lasts of an address is its network in IPv6, all of it in IPv4, in one spelling", () => {
  expect(lastingPart("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::");
  expect(lastingPart("2001:0DB8:1:2::1")).toBe("2001:db8:1:2::");
  expect(lastingPart("::1")).toBe("0:0:0:0::");
  expect(lastingPart("203.0.113.7")).toBe("203.0.113.7");
  expect(lastingPart("::ffff:203.0.113.7")).toBe("203.0.113.7");
  expect(["", "x", "1.2.3"].map(lastingPart)).toEqual(["", "x", "1.2.3"]);
});

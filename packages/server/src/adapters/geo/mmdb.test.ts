import { expect, test } from "bun:test";
import { Reader } from "mmdb-lib";
import { byText } from "./lookup.ts";
import { buildMmdb } from "./mmdb.fixture.ts";
import { readMmdb } from "./mmdb.ts";
import { nowhere, toPlace } from "./place.ts";

const bits = (octets: number[]) => octets.map((octet) => octet.toString(2).padStart(8, "0")).join("");
const berlin = {
  country: { iso_code: "DE" },
  subdivisions: [{ names: { en: "Land Berlin" } }],
  city: { names: { en: "Berlin" } },
};
const open = (file: Buffer) => byText(readMmdb(new Uint8Array(file), toPlace, nowhere), nowhere);

test.each([24, 28, 32] as const)(
  "reads a MaxMind file of both families with %d bits a side",
  (recordSize) => {
    const ipv4 = "0".repeat(96);
    const file = buildMmdb(
      [
        { bits: ipv4 + bits([81, 2, 69]), record: berlin },
        { bits: ipv4 + bits([9, 9, 9, 9]), record: { country: { iso_code: "US" } } },
        { bits: bits([0x2a, 0x02, 0x81]), record: { country: { iso_code: "FR" } } },
      ],
      recordSize,
      6,
    );
    const place = open(file);
    expect(place("81.2.69.160")).toEqual({
      continent: "EU",
      country: "DE",
      region: "Land Berlin",
      city: "Berlin",
    });
    expect(place("::ffff:81.2.69.1")).toBe(place("81.2.69.255"));
    expect(place("9.9.9.9").country).toBe("US");
    expect(place("9.9.9.8")).toBe(nowhere);
    expect(place("81.2.70.1")).toBe(nowhere);
    expect(place("2a02:8109::1").country).toBe("FR");
    expect(place("2a02:8209::1")).toBe(nowhere);
    expect(toPlace(new Reader(file).get("81.2.69.160"))).toEqual(place("81.2.69.160"));
  },
);

test("a file of IPv4 only knows nothing of IPv6", () => {
  const place = open(buildMmdb([{ bits: "1", record: berlin }], 24, 4));
  expect(place("200.1.1.1").city).toBe("Berlin");
  expect(place("100.1.1.1")).toBe(nowhere);
  expect(place("ffff::1")).toBe(nowhere);
});

test("a record that cannot be decoded is nowhere", () => {
  const file = buildMmdb([{ bits: "1", record: "x" }], 24, 4);
  // an extended type of 0 does not exist
  file.set([0, 0], 6 + 16);
  expect(open(file)("200.1.1.1")).toBe(nowhere);
});

test("refuses what is no mmdb file, or a piece of one", () => {
  expect(() => open(Buffer.from("no database"))).toThrow();
  const file = buildMmdb([{ bits: bits([1, 2, 3]), record: berlin }], 24, 4);
  expect(() => open(file.subarray(100))).toThrow();
  expect(() => open(file.subarray(0, -40))).toThrow();
});

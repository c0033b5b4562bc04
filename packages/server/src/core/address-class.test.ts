import { expect, test } from "bun:test";
import { noNetwork } from "../adapters/geo/network.ts";
import { nowhere } from "../adapters/geo/place.ts";
import { addressClass } from "./address-class.ts";

const known = {
  place: () => ({ ...nowhere, country: "DE", region: "Berlin", city: "Berlin" }),
  network: () => ({ ...noNetwork, asn: 3320, name: "Deutsche Telekom AG" }),
};
const unknown = { place: () => nowhere, network: () => noNetwork };

test("of a public address country and network are said", () => {
  expect(addressClass(known, "198.51.45.7")).toBe("DE, AS3320 Deutsche Telekom AG");
  expect(addressClass({ ...known, network: unknown.network }, "8.8.8.8")).toBe("DE");
  expect(addressClass({ ...known, place: unknown.place }, "2a00::1")).toBe("AS3320 Deutsche Telekom AG");
  expect(addressClass(unknown, "8.8.8.8")).toBe("unknown network");
});

test("private networks and this machine are named, whatever the databases say", () => {
  for (const address of ["10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "fd00::1", "fe80::1"])
    expect([address, addressClass(known, address)]).toEqual([address, "private network"]);
  for (const address of ["127.0.0.1", "127.9.9.9", "::1"])
    expect([address, addressClass(known, address)]).toEqual([address, "this machine"]);
  expect(addressClass(known, "::ffff:127.0.0.1")).toBe("this machine");
});

test("without an address there is none", () => {
  for (const text of ["", "unknown", "10/8", "1.2.3"]) expect(addressClass(known, text)).toBeUndefined();
});

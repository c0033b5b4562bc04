import { expect, test } from "bun:test";
import { nowhere, toPlace } from "./place.ts";

const berlin = { continent: "EU", country: "DE", region: "Land Berlin", city: "Berlin" };

test("reads the records of ip-location-db, MaxMind and ipinfo", () => {
  expect(toPlace({ country_code: "DE", state1: "Land Berlin", state2: "", city: "Berlin" })).toEqual(berlin);
  const nested = {
    continent: { code: "EU", names: { en: "Europe" } },
    country: { iso_code: "DE", names: { en: "Germany", de: "Deutschland" } },
    subdivisions: [{ iso_code: "BE", names: { en: "Land Berlin" } }],
    city: { names: { en: "Berlin" } },
  };
  expect(toPlace(nested)).toEqual(berlin);
  expect(toPlace({ country: "DE", region: "Land Berlin", city: "Berlin" })).toEqual(berlin);
  expect(toPlace({ country: "Germany", country_code: "DE" })).toEqual({ ...berlin, region: "", city: "" });
});

test("takes the continent from the record when there is no country", () => {
  expect(toPlace({ continent: { code: "EU" } })).toEqual({ ...nowhere, continent: "EU" });
  expect(toPlace({ continent: { code: "Europe" } })).toBe(nowhere);
});

test("what has none of it is nowhere", () => {
  const records = [
    null,
    undefined,
    7,
    "DE",
    [],
    {},
    { country_code: "ZZ" },
    { country: { iso_code: 7 }, city: null },
  ];
  for (const record of records) expect(toPlace(record)).toBe(nowhere);
});

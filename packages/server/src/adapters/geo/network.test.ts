import { expect, test } from "bun:test";
import { noNetwork, toNetwork } from "./network.ts";

test("reads the records of MaxMind and ipinfo", () => {
  const google = { ...noNetwork, asn: 15169, name: "Google LLC" };
  const full = { ...google, domain: "google.com", type: "hosting" };
  expect(
    toNetwork({ autonomous_system_number: 15169, autonomous_system_organization: "Google LLC" }),
  ).toEqual(google);
  expect(toNetwork({ asn: "AS15169", name: "Google LLC", domain: "google.com", type: "hosting" })).toEqual(
    full,
  );
  const lite = { asn: "AS15169", as_name: "Google LLC", as_domain: "google.com", country: "United States" };
  expect(toNetwork(lite)).toEqual({ ...full, type: "" });
});

test("what has none of it is no network", () => {
  const records = [
    null,
    undefined,
    "AS1",
    [],
    {},
    { asn: "" },
    { asn: "AS99999999999" },
    { asn: -1 },
    { name: 7 },
  ];
  for (const record of records) expect(toNetwork(record)).toBe(noNetwork);
});

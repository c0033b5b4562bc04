import { expect, test } from "bun:test";
import { continentOf } from "./continents.ts";

const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

test("knows the 249 countries of ISO 3166-1 and XK", () => {
  const known = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => continentOf(code) !== "");
  expect(known.length).toBe(250);
});

test.each([
  ["DE", "EU"],
  ["US", "NA"],
  ["BR", "SA"],
  ["NG", "AF"],
  ["IN", "AS"],
  ["NZ", "OC"],
  ["AQ", "AN"],
  ["XK", "EU"],
])("%s is in %s", (country, continent) => {
  expect(continentOf(country)).toBe(continent);
});

test.each(["", "D", "de", "ZZ", "EU ", "E B", " A", "A ", "DEU"])("%p is in none", (country) => {
  expect(continentOf(country)).toBe("");
});

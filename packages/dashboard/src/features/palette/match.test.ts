import { expect, test } from "bun:test";
import { matches } from "./match.ts";

test("every typed word begins a word", () => {
  expect(["", "key", "API K", "k api", "  KEYS "].map((typed) => matches("API keys", typed))).toEqual(
    Array(5).fill(true),
  );
  expect(["eys", "keyss", "api log"].map((typed) => matches("API keys", typed))).toEqual([
    false,
    false,
    false,
  ]);
});

test("accents need not be typed, and signs are no words", () => {
  expect(matches("API-Schlüssel", "schlu")).toBe(true);
  expect(matches("Änderungsprotokoll", "änd")).toBe(true);
  expect(matches("Änderungsprotokoll", "and")).toBe(true);
});

import { expect, test } from "bun:test";
import fc from "fast-check";
import { preferredLanguage } from "./accept-language.ts";

test.each([
  ["de-AT,de;q=0.9,en;q=0.8", "de-at"],
  ["de", "de"],
  [" de , en", "de"],
  ["de;q=0.9,en", "en"],
  ["de;q=0.9,en;q=0.95", "en"],
  ["de;q=0.9,en;q=0.9", "de"],
  ["de ; q = 0.5 , en;q=0.4", "de"],
  ["de;q=0,en;q=0.001", "en"],
  ["de;Q=0.1,en;Q=0.2", "en"],
  ["*,de;q=0.5", "de"],
  ["*", ""],
  ["", ""],
  ["de;q=0", ""],
  ["de;q=abc,en;q=0.1", "en"],
  [",,;;", ""],
  ["zh-Hant-TW,zh;q=0.9", "zh-hant-tw"],
  ["x".repeat(9), ""],
])("%j -> %j", (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});

test("whatever is sent, it is a language or nothing", () => {
  const odd = fc.array(fc.constantFrom("de", "en-GB", ";q=", "0.5", "1", ",", " ", "*", "-", ";", "é", "q"));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        odd.map((parts) => parts.join("")),
      ),
      (header) => {
        expect(preferredLanguage(header)).toMatch(/^([a-z]{1,8}(-[a-z\d]{1,8})*)?$/);
      },
    ),
  );
});

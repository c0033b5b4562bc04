import { expect, test } from "bun:test";
import { DIMENSIONS } from "@visoli/contract/dimensions";
import { formatter } from "../../lib/format.ts";
import type { Language } from "../../lib/language.ts";
import { translator } from "../../lib/messages.ts";
import { plainName, shortNames, weekdayOf } from "./plain-name.ts";
import { WORDS } from "./words.ts";

const nameIn = (language: Language) => (dimension: (typeof DIMENSIONS)[number], value: string) =>
  plainName(dimension, value, { t: translator(WORDS, language), format: formatter(language), language });

test("values in words, in both languages", () => {
  const [en, de] = [nameIn("en"), nameIn("de")];
  expect([en("country", "DE"), de("country", "DE")]).toEqual(["Germany", "Deutschland"]);
  expect([en("hourOfWeek", "0"), de("hourOfWeek", "167")]).toEqual([
    "Monday, 0:00 to 1:00",
    "Sonntag, 23 bis 24 Uhr",
  ]);
  expect([en("weekday", "7"), de("language", "de"), en("asn", "3320")]).toEqual([
    "Sunday",
    "Deutsch",
    "AS3320",
  ]);
  expect([en("referrer", ""), en("city", ""), de("folder", "")]).toEqual([
    "Direct, or not said",
    "Unknown",
    "In keinem Ordner",
  ]);
  expect([en("device", "mobile"), de("trigger", "qr"), en("tag", "device_mobile")]).toEqual([
    "Mobile",
    "QR-Code gescannt",
    "device_mobile",
  ]);
  expect(weekdayOf(1, "de", "short")).toBe("Mo");
  for (const dimension of DIMENSIONS) expect(en(dimension, "").length).toBeGreaterThan(0);
});

test("links are told by their slugs, unless there are several domains", () => {
  const one = new Map([
    ["a", "go.example/x/y"],
    ["b", "go.example/"],
  ]);
  expect([...shortNames(one).values()]).toEqual(["/x/y", "/"]);
  const two = new Map([...one, ["c", "other.example/x"]]);
  expect(shortNames(two)).toBe(two);
});

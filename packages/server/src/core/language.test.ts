import { expect, test } from "bun:test";
import { dayOf, languageOf } from "./language.ts";

const of = (accept: string, cookie?: string) =>
  languageOf(new Headers({ "Accept-Language": accept, ...(cookie !== undefined && { Cookie: cookie }) }));

test.each([
  ["de", "de"],
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["fr-FR,fr;q=0.9,de;q=0.5,en;q=0.4", "de"],
  ["fr,en;q=0.4,de;q=0.5", "de"],
  ["en-GB,de;q=0.9", "en"],
  ["de;q=0,en;q=0.1", "en"],
  ["de;q=0", "en"],
  ["de,en", "de"],
  ["en;q=0.5,de;q=0.5", "en"],
  ["fr", "en"],
  ["*", "en"],
  ["", "en"],
  [`${"x".repeat(600)},de`, "en"],
])("what a browser asks for as %j is answered in %s", (accept, language) => {
  expect(of(accept)).toBe(language as "en");
});

test("a language that was chosen goes before what the browser asks for; no other cookie does", () => {
  expect(of("en", "language=de")).toBe("de");
  expect(of("de", "a=b; language=en; c=d")).toBe("en");
  for (const cookie of ["language=fr", "xlanguage=de", "language=", "language=deu", "a=language=de"])
    expect([cookie, of("en", cookie)]).toEqual([cookie, "en"]);
  expect(languageOf(new Headers())).toBe("en");
});

test("days are those of UTC, as the language writes them", () => {
  expect(dayOf("2026-12-02T23:59:59.999Z", "en")).toBe("2 December 2026");
  expect(dayOf("2026-12-02T00:00:00.000Z", "de")).toBe("2. Dezember 2026");
});

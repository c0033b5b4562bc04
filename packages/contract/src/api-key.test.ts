import { expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { isApiKey, newApiKey } from "./api-key.ts";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

test("a key is sk_api_, 32 random characters and 6 of checksum", () => {
  const keys = Array.from({ length: 200 }, newApiKey);
  for (const key of keys) expect(key).toMatch(/^sk_api_[0-9A-Za-z]{38}$/);
  expect(keys.every(isApiKey)).toBe(true);
  expect(new Set(keys).size).toBe(200);
});

test("the checksum is CRC-32 as everybody computes it, so that a scanner can", () => {
  const key = newApiKey();
  const crc = Bun.hash.crc32(key.slice(0, -6));
  let text = "";
  for (let rest = crc; text.length < 6; rest = Math.floor(rest / 62)) text = LETTERS.charAt(rest % 62) + text;
  expect(key.slice(-6)).toBe(text);
});

test("every change of a single character is noticed", () => {
  const key = newApiKey();
  for (let index = 0; index < key.length; index++) {
    for (const letter of [...LETTERS, "_", "-", " ", "é"]) {
      if (letter === key[index]) continue;
      expect(isApiKey(key.slice(0, index) + letter + key.slice(index + 1))).toBe(false);
    }
  }
});

test("two neighbours swapped, a character more, less or around it are noticed", () => {
  const key = newApiKey();
  for (let index = 7; index < key.length - 1; index++) {
    const swapped = key.slice(0, index) + key[index + 1] + key[index] + key.slice(index + 2);
    expect(isApiKey(swapped)).toBe(swapped === key);
  }
  for (const wrong of [`${key}0`, key.slice(0, -1), ` ${key}`, `${key}\n`, key.toUpperCase(), ""])
    expect(isApiKey(wrong)).toBe(false);
});

test("a test key has another prefix and the same form, and none passes for the other", () => {
  const key = newApiKey("test");
  expect(key).toMatch(/^sk_test_[0-9A-Za-z]{38}$/);
  expect(isApiKey(key)).toBe(true);
  expect(isApiKey(key.replace("sk_test_", "sk_api_"))).toBe(false);
  expect(isApiKey(newApiKey().replace("sk_api_", "sk_test_"))).toBe(false);
});

test("what only looks like a key is none: no false alarm in 200,000", () => {
  const body = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 38, maxLength: 38 });
  const text = fc.tuple(fc.constantFrom("sk_api_", "sk_test_"), body).map(([prefix, rest]) => prefix + rest);
  const property = fc.property(text, (looks) => !isApiKey(looks));
  // Always the same ones: by chance one in four thousand million would pass.
  fc.assert(property, { numRuns: 200_000, seed: 1 });
});

test("the lines for secret scanners in docs/guides/keys.md say the same", async () => {
  const guide = readFileSync(join(import.meta.dir, "../../../docs/guides/keys.md"), "utf8");
  const lines = /```js\n([^`]*)```/.exec(guide)?.[1] ?? "";
  const folder = mkdtempSync(join(tmpdir(), "visoli-scanner-"));
  const file = join(folder, "scanner.mjs");
  writeFileSync(file, lines);
  const { KEY, isKey } = (await import(file)) as { KEY: RegExp; isKey(text: string): boolean };
  rmSync(folder, { recursive: true });
  const keys = Array.from({ length: 200 }, (_, at) => newApiKey(at % 2 === 0 ? "live" : "test"));
  const text = `in a file: ${keys.map((key) => `"${key}"`).join(", ")} ${"sk_api_".padEnd(45, "x")}`;
  expect((text.match(KEY) ?? []).filter(isKey)).toEqual(keys);
  expect((text.match(KEY) ?? []).length).toBe(keys.length + 1);
});

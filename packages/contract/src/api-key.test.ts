import { expect, test } from "bun:test";
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

import { expect, test } from "bun:test";
import { createSeal } from "./seal.ts";

const seal = createSeal("a secret of the service", "tests");

test("what is sealed opens again, in any script, and never looks the same twice", () => {
  for (const text of ["", "whsec_abc+/=", "geheim 🗝"]) {
    const sealed = seal.close(text, "whk_1");
    expect(seal.open(sealed, "whk_1")).toBe(text);
    expect(seal.close(text, "whk_1")).not.toBe(sealed);
    if (text) expect(Buffer.from(sealed, "base64").includes(text)).toBe(false);
  }
});

test("nothing opens for another purpose, with another key, or changed by a bit", () => {
  const sealed = seal.close("text", "whk_1");
  const bytes = Buffer.from(sealed, "base64");
  expect(() => seal.open(sealed, "whk_2")).toThrow();
  expect(() => createSeal("a secret of the service", "other").open(sealed, "whk_1")).toThrow();
  expect(() => createSeal("another secret", "tests").open(sealed, "whk_1")).toThrow();
  expect(() => seal.open("", "whk_1")).toThrow();
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => seal.open(changed.toString("base64"), "whk_1")).toThrow();
  }
});

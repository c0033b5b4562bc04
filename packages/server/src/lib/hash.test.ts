import { expect, test } from "bun:test";
import { sha256 } from "./hash.ts";

test("is SHA-256 of the UTF-8 bytes, hex (FIPS 180-2, appendix B)", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256("ü")).toBe(new Bun.CryptoHasher("sha256").update(new Uint8Array([0xc3, 0xbc])).digest("hex"));
});

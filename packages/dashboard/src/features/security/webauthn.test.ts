import { expect, test } from "bun:test";
import { base64url, bytesOf } from "./webauthn.ts";

test("bytes go to base64url and back as Node does it", () => {
  for (let length = 0; length < 70; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + 250) % 256);
    const text = Buffer.from(bytes).toString("base64url");
    expect(base64url(bytes.buffer)).toBe(text);
    expect([...bytesOf(text)]).toEqual([...bytes]);
  }
});

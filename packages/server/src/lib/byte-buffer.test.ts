import { expect, test } from "bun:test";
import fc from "fast-check";
import { createByteBuffer } from "./byte-buffer.ts";

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("texts, numbers and bytes stand one after the other, as UTF-8 has them", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    fc.uint8Array(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const buffer = createByteBuffer();
      for (const each of pieces) {
        if (typeof each === "string") buffer.text(each);
        else if (typeof each === "number") buffer.number(each);
        else buffer.put(each);
      }
      const expected = pieces.map((each) => Buffer.from(each instanceof Uint8Array ? each : String(each)));
      expect(Buffer.from(buffer.bytes())).toEqual(Buffer.concat(expected));
    }),
  );
});

test("numbers at the edges of their halves", () => {
  const numbers = [
    0,
    9,
    10,
    99_999_999,
    100_000_000,
    100_000_001,
    4_294_967_295,
    2 ** 52,
    Number.MAX_SAFE_INTEGER,
  ];
  for (const number of numbers) {
    const buffer = createByteBuffer();
    buffer.number(number);
    expect(textOf(buffer.bytes())).toBe(String(number));
  }
});

test("it grows to what it must hold, and goes on after a cut", () => {
  const buffer = createByteBuffer();
  for (let count = 0; count < 100; count++) buffer.text("x".repeat(100_000));
  expect(buffer.length()).toBe(10_000_000);
  buffer.cut(3);
  buffer.text("yz");
  expect(textOf(buffer.bytes())).toBe("xxxyz");
  buffer.cut(0);
  buffer.text("new");
  expect(textOf(buffer.bytes())).toBe("new");
});

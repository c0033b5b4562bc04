import { expect, test } from "bun:test";
import fc from "fast-check";
import { InstantSchema, TimestampSchema, text } from "./text.ts";

test("control characters and lone surrogates are refused wherever they are", () => {
  const schema = text(1, 1_000);
  const controls = Array.from({ length: 0xa0 }, (_, code) => code).filter(
    (code) => code < 0x20 || code > 0x7e,
  );
  const wrong = [...controls.map((code) => String.fromCharCode(code)), "\ud800", "\udfff", "\udc00\ud800"];
  for (const part of wrong) {
    for (const value of [part, `a${part}`, `a${part}b`]) expect(schema.safeParse(value).success).toBe(false);
  }
});

test("all other text is taken as it is", () => {
  const printable = fc.string({ unit: "grapheme", minLength: 1 });
  fc.assert(fc.property(printable, (value) => expect(text(1, 10_000).parse(value)).toBe(value)));
});

test("the length is in code points, bounds included", () => {
  for (const value of ["ab", "abcd", "😀😀😀😀"]) expect(text(2, 4).safeParse(value).success).toBe(true);
  for (const value of ["a", "😀", "abcde", "😀😀😀😀a"])
    expect(text(2, 4).safeParse(value).success).toBe(false);
});

test("an instant is read to UTC with milliseconds", () => {
  const read = {
    "2027-12-31T23:59:59Z": "2027-12-31T23:59:59.000Z",
    "2027-12-31T23:59:59.5+05:30": "2027-12-31T18:29:59.500Z",
    "2027-12-31T23:59:59.123456789-12:00": "2028-01-01T11:59:59.123Z",
    "1970-01-01T00:00:00Z": "1970-01-01T00:00:00.000Z",
    "2028-02-29T00:00:00Z": "2028-02-29T00:00:00.000Z",
    "9999-12-31T23:59:59Z": "9999-12-31T23:59:59.000Z",
  };
  for (const [written, instant] of Object.entries(read)) expect(InstantSchema.parse(written)).toBe(instant);
});

test("what is no instant, or not between 1970 and 9999, is refused", () => {
  const wrong = [
    ...["", "now", "2027-12-31", "2027-12-31T23:59:59", "2027-02-29T00:00:00Z", "2027-13-01T00:00:00Z"],
    ...["2027-12-31T24:00:00Z", "2027-12-31T23:59:60Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+01:00"],
    ...["9999-12-31T23:59:59-01:00", "+010000-01-01T00:00:00Z", "2027-12-31 23:59:59Z", "1830297599000"],
  ];
  for (const value of wrong) expect([value, InstantSchema.safeParse(value).success]).toEqual([value, false]);
  for (const value of [0, null, new Date()]) expect(InstantSchema.safeParse(value).success).toBe(false);
});

test("every instant that is taken can be written as the API writes times", () => {
  const offset = fc.constantFrom("Z", "+23:59", "-23:59", "+00:00", "-05:30");
  const date = fc.date({
    min: new Date("1969-12-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(date, offset, (at, zone) => {
      const parsed = InstantSchema.safeParse(at.toISOString().replace("Z", zone));
      if (parsed.success) expect(TimestampSchema.safeParse(parsed.data).success).toBe(true);
    }),
  );
});

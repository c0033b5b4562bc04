import { expect, test } from "bun:test";
import fc from "fast-check";
import { amountOf, CurrencySchema, decimalOf, digitsOf, MAX_AMOUNT } from "./currency.ts";

test("an amount is read exactly, by the digits of its currency", () => {
  expect(amountOf("19.99", "EUR")).toBe(1_999);
  expect(amountOf(19.99, "EUR")).toBe(1_999);
  expect(amountOf("19.9", "EUR")).toBe(1_990);
  expect(amountOf("0", "EUR")).toBe(0);
  expect(amountOf(1_999, "JPY")).toBe(1_999);
  expect(amountOf("1.234", "KWD")).toBe(1_234);
  expect(amountOf("1000000000000.00", "EUR")).toBe(MAX_AMOUNT);
});

test("what is no amount of the currency is none", () => {
  for (const value of [
    "",
    " 1",
    "1.",
    ".5",
    "1,5",
    "+1",
    "-1",
    "1e3",
    "0x1",
    "NaN",
    "Infinity",
    "1.999",
    "１",
  ])
    expect([value, amountOf(value, "EUR")]).toEqual([value, null]);
  for (const value of [0.1 + 0.2, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e21, 1e-7])
    expect([value, amountOf(value, "EUR")]).toEqual([value, null]);
  expect(amountOf("1.5", "JPY")).toBeNull();
  expect(amountOf("1000000000000.01", "EUR")).toBeNull();
});

test("what is written is read as the same amount", () => {
  const currency = fc.constantFrom("EUR", "JPY", "KWD", "CLF");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAX_AMOUNT }), currency, (amount, code) => {
      const text = decimalOf(amount, code);
      expect(amountOf(text, code)).toBe(amount);
      expect((text.split(".")[1] ?? "").length).toBe(digitsOf(code));
    }),
  );
  expect(decimalOf("-5", "EUR")).toBe("-0.05");
  expect(decimalOf(9_007_199_254_740_993n, "EUR")).toBe("90071992547409.93");
});

test("currencies are those of ISO 4217, in capitals or not", () => {
  expect(CurrencySchema.parse("eur")).toBe("EUR");
  for (const code of ["", "EU", "EURO", "XXX", "BTC", "eu r"])
    expect(CurrencySchema.safeParse(code).success).toBe(false);
});

import { z } from "zod";

/** Decimal digits of the currencies of ISO 4217 that have not two. Written down: an engine's own list changes with its version. */
const DIGITS: Record<string, number> = {
  ...of(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
  ...of(3, "BHD IQD JOD KWD LYD OMR TND"),
  ...of(4, "CLF UYW"),
};

const CODES = new Set([
  ...Object.keys(DIGITS),
  ..."AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD".split(
    " ",
  ),
  ..."CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS".split(
    " ",
  ),
  ..."GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL".split(
    " ",
  ),
  ..."MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK".split(
    " ",
  ),
  ..."PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS".split(
    " ",
  ),
  ..."TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG".split(" "),
]);

function of(digits: number, codes: string): Record<string, number> {
  return Object.fromEntries(codes.split(" ").map((code) => [code, digits]));
}

/** In the currency's smallest units: a trillion of most. */
export const MAX_AMOUNT = 100_000_000_000_000;

export const CurrencySchema = z
  .string()
  .transform((code) => code.toUpperCase())
  .refine((code) => CODES.has(code), {
    error: "Must be a currency of ISO 4217 such as EUR",
    params: { code: "invalid_value" },
  })
  .meta({ description: "ISO 4217", example: "EUR" });

/** How many digits the currency has behind the point. */
export function digitsOf(currency: string): number {
  return DIGITS[currency] ?? 2;
}

/**
 * An amount of money as a whole number of the currency's smallest units: 1999 for "19.99" euros. null where it is no plain decimal, has
 * more digits than the currency, or is more than `MAX_AMOUNT`.
 */
export function amountOf(value: string | number, currency: string): number | null {
  const [, whole, part = ""] = /^(\d{1,15})(?:\.(\d{1,4}))?$/.exec(String(value)) ?? [];
  const digits = digitsOf(currency);
  if (whole === undefined || part.length > digits) return null;
  const amount = Number(whole + part.padEnd(digits, "0"));
  return amount <= MAX_AMOUNT ? amount : null;
}

/** The amount as a decimal with all digits of the currency: "19.90". */
export function decimalOf(amount: number | bigint | string, currency: string): string {
  const digits = digitsOf(currency);
  const [, sign = "", units = ""] = /^(-?)(\d+)$/.exec(String(amount)) ?? [];
  const padded = units.padStart(digits + 1, "0");
  const whole = padded.slice(0, padded.length - digits);
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${padded.slice(-digits)}`;
}

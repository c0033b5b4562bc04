import { decimalOf } from "@visoli/contract/currency";
import type { Stats } from "@visoli/contract/stats";

/** The numbers as the contract has them: each `value`, counted in the currency's smallest units, as a decimal. */
export function withDecimals(counted: object, currency: string | undefined): Stats {
  return (currency === undefined ? counted : decimals(counted, currency)) as Stats;
}

function decimals(part: unknown, currency: string): unknown {
  if (Array.isArray(part)) return part.map((one) => decimals(one, currency));
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).map(([name, one]) => {
    const isValue = name === "value" && typeof one === "number";
    return [name, isValue ? decimalOf(one, currency) : decimals(one, currency)];
  });
  return Object.fromEntries(entries);
}

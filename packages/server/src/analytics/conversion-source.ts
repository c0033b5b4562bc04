import { CONVERSION_METRICS, type ConversionMetric, type Metric } from "@visoli/contract/stats";
import type { Analytics } from "./client.ts";
import { CONVERTED_CLICK, conversionTable } from "./conversions.ts";
import type { Where } from "./where.ts";

/** Visits as a question reads them: single ones, or (`n`) sums of them, which know less of each. */
type Visits = {
  table: string;
  where: Where;
  columns: readonly string[];
  metrics: Partial<Record<Metric, string>>;
};

const METRICS: Record<ConversionMetric, string> = {
  conversions: "countIf(type != '')",
  leads: "countIf(type = 'lead')",
  sales: "countIf(type = 'sale')",
  value: "sumIf(amount, currency = {currency:String})",
};
const COLUMNS = ["type", "currency", "amount"];

export function isOfConversions(metric: Metric): metric is ConversionMetric {
  return CONVERSION_METRICS.some((one) => one === metric);
}

/**
 * Conversions beside visits, or alone, as one table by the names of the table of clicks; a conversion stands at its own time, with what is
 * known of its click. Voided ones are not among them.
 * @param where which conversions; they answer to the same filters
 */
export function withConversions(analytics: Analytics, visits: Visits | null, where: Where): Visits {
  const isSums = visits?.columns.includes("n") ?? false;
  const known = isSums ? "workspace, link, trigger, class, at" : `workspace, link, at, ${CONVERTED_CLICK}`;
  const conversions = `select ${known}, toUInt32(0) as visitor, toInt64(0) as n, ${COLUMNS.join(", ")}
    from ${conversionTable(analytics)} final where voided = 0 and ${where.sql}`;
  const parts = visits
    ? [
        `select ${known}, visitor, toInt64(${isSums ? "n" : "1"}) as n, '' as type, '' as currency, toInt64(0) as amount
         from ${visits.table} where ${visits.where.sql}`,
        conversions,
      ]
    : [conversions];
  return {
    table: `(${parts.join(" union all ")})`,
    where: { sql: "true", parameters: { ...visits?.where.parameters, ...where.parameters } },
    columns: ["trigger", "visitor", "n", ...COLUMNS],
    metrics: { ...visits?.metrics, ...COUNTED, ...METRICS },
  };
}

/** A conversion is no visit. */
const COUNTED: Partial<Record<Metric, string>> = {
  clicks: "sumIf(n, trigger = '')",
  scans: "sumIf(n, trigger = 'qr')",
  opens: "sumIf(n, trigger = 'open')",
};

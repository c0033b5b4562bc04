import type {
  Conversion,
  ConversionCreateInput,
  ConversionExportInput,
  ConversionExportQuery,
  ConversionListInput,
  ConversionListQuery,
  ConversionTotals,
  ConversionTotalsInput,
} from "@visoli/contract/conversion";
import { exportOf } from "./exports.ts";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";
import { path } from "./url.ts";

export type ConversionListOptions = Query<ConversionListInput, ConversionListQuery>;
export type ConversionExportOptions = Query<ConversionExportInput, ConversionExportQuery>;
export type ConversionTotalsOptions = Omit<ConversionTotalsInput, "limit"> & { limit?: number | undefined };

/** Leads and sales. */
export function conversionsOf(send: Send) {
  const at = (id: string) => path`/api/v1/conversions/${id}`;
  return {
    create: (input: ConversionCreateInput, options?: RequestOptions) =>
      send.json<Conversion>("POST", "/api/v1/conversions", { body: input }, options),
    ...listOf<ConversionListOptions, Conversion>(send, "/api/v1/conversions"),
    get: (id: string, options?: RequestOptions) => send.json<Conversion>("GET", at(id), {}, options),
    /** Takes it back: it stays, voided. */
    delete: (id: string, options?: RequestOptions) => send.json<Conversion>("DELETE", at(id), {}, options),
    /** What was booked and taken back in a time, by tag, link, month, ... */
    totals: (query?: ConversionTotalsOptions, options?: RequestOptions) =>
      send.json<ConversionTotals>("GET", "/api/v1/conversions/totals", { query }, options),
    ...exportOf<ConversionExportOptions>(send, "/api/v1/conversions/export"),
  };
}

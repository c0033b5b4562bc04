import type { Conversion, ConversionType } from "@visoli/contract/conversion";
import { decimalOf } from "@visoli/contract/currency";
import { problem } from "../core/errors.ts";
import type { ConversionReference, ConversionRow, Labels } from "../db/conversions.ts";
import { iso, isoOrNull } from "../lib/time.ts";

/** A conversion as the API shows it. */
export function presentConversion(row: ConversionRow, labels: Labels): Conversion {
  const click = row.click === null ? {} : (JSON.parse(row.click) as { country?: string });
  return {
    id: row.id,
    externalId: row.external_id,
    type: row.type as ConversionType,
    value: row.amount === null || row.currency === null ? null : decimalOf(row.amount, row.currency),
    currency: row.currency,
    clickId: row.click_id,
    visitorId: row.visitor_id,
    link: row.link_id,
    attributed: row.link_id !== null,
    tags: labels.tags,
    linkMetadata: labels.metadata,
    folder: row.folder_id,
    country: click.country || null,
    metadata: row.metadata === null ? {} : (JSON.parse(row.metadata) as Record<string, string>),
    occurredAt: iso(row.occurred_at),
    bookedAt: isoOrNull(row.booked_at),
    voidedAt: isoOrNull(row.voided_at),
    createdAt: iso(row.created_at),
  };
}

/** As it would be if its click was not found yet: for those who may not see its link. */
export function withoutLink(conversion: Conversion): Conversion {
  const nothing = { link: null, attributed: false, folder: null, country: null, bookedAt: null };
  return { ...conversion, ...nothing, tags: [], linkMetadata: {} };
}

/** Reads an id, or `ext_EXTERNALID`. */
export function readReference(text: string): ConversionReference {
  return text.startsWith("ext_") ? { externalId: text.slice(4) } : { id: text };
}

export function conversionNotFound(reference: string) {
  return problem("conversion.not_found", `There is no conversion ${reference}`);
}

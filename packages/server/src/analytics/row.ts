import type { ClickClass } from "@visoli/contract/dimensions";

/** A click as a line of the journal spells it (a row of JSONEachRow). Empty text is "unknown". */
export type ClickRow = StoredClick & NetworkNames;

/** What a line says of the network beside its number. It is kept once for each number: `networks.ts`. */
export type NetworkNames = { as_name: string; as_domain: string; as_type: string };

/**
 * A click as the ledger keeps it.
 * `at` and `nonce` (a process's number, and which of its clicks of that millisecond it is) together tell a click from every other.
 */
export type StoredClick = {
  workspace: string;
  link: string;
  slug: string;
  /** A domain's id; empty for the service's own. */
  domain: string;
  /** `qr`, `open` (tracking pixel) or `orphan` (no link there); empty for the link itself. */
  trigger: string;
  /** The rule and the variant of a split that decided; empty where none did. */
  rule: string;
  variant: string;
  /** Milliseconds since 1970. */
  at: number;
  nonce: number;
  class: ClickClass;
  bot: string;
  /** 32 bits of a keyed hash of address and agent; the key changes daily and is destroyed. */
  visitor: number;
  continent: string;
  country: string;
  region: string;
  city: string;
  asn: number;
  referrer: string;
  browser: string;
  os: string;
  device: string;
  device_model: string;
  language: string;
  utm_source: string;
  utm_medium: string;
  utm_campaign: string;
  utm_term: string;
  utm_content: string;
};

/** ClickHouse's type of each column. Cities are too many for a dictionary: as text they take less room and time. */
export const COLUMN_TYPES: Record<keyof StoredClick, string> = {
  workspace: "String",
  link: "String",
  slug: "String",
  domain: "LowCardinality(String)",
  trigger: "LowCardinality(String)",
  rule: "LowCardinality(String)",
  variant: "LowCardinality(String)",
  at: "DateTime64(3, 'UTC')",
  nonce: "UInt32",
  class: "LowCardinality(String)",
  bot: "LowCardinality(String)",
  visitor: "UInt32",
  continent: "LowCardinality(String)",
  country: "LowCardinality(String)",
  region: "LowCardinality(String)",
  city: "String",
  asn: "UInt32",
  referrer: "LowCardinality(String)",
  browser: "LowCardinality(String)",
  os: "LowCardinality(String)",
  device: "LowCardinality(String)",
  device_model: "LowCardinality(String)",
  language: "LowCardinality(String)",
  utm_source: "LowCardinality(String)",
  utm_medium: "LowCardinality(String)",
  utm_campaign: "LowCardinality(String)",
  utm_term: "LowCardinality(String)",
  utm_content: "String",
};

/** Numbers have the bits that they need, and no more; within a link, times only grow. In a hash there is nothing to pack. */
const PACKED: Partial<Record<keyof StoredClick, string>> = {
  at: "Delta, T64('bit'), ZSTD(1)",
  visitor: "NONE",
  asn: "T64, ZSTD(1)",
};

/** Each column with its type and how it is packed: less than half of the room that ClickHouse's default takes. */
export const COLUMN_DEFINITIONS = (Object.entries(COLUMN_TYPES) as [keyof StoredClick, string][]).map(
  ([name, type]) => `${name} ${type} codec(${PACKED[name] ?? "ZSTD(1)"})`,
);

/** Whether the click store takes the value as a row. A column that is missing is "unknown", one too many is passed over. */
export function isClickRow(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, cell]) => {
    const type = COLUMN_TYPES[name as keyof StoredClick];
    if (type === undefined) return true;
    return type.includes("String") ? typeof cell === "string" && cell.isWellFormed() : isCount(cell);
  });
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The columns, for a statement. */
export const ROW_COLUMNS = Object.keys(COLUMN_TYPES).join(", ");

/** The row as it is read, for ClickHouse's `file()`. Journals of former versions have longer hashes. */
export const ROW_STRUCTURE = Object.entries(COLUMN_TYPES)
  .map(
    ([name, type]) =>
      `${name} ${name === "visitor" ? "UInt64" : type.replace(/^LowCardinality\((.*)\)$/, "$1")}`,
  )
  .join(", ");

import type { PublicPart } from "@visoli/contract/public-stats";

/** What a public page can show beside the totals. */
export const PARTS = [
  "series",
  "countries",
  "referrers",
  "devices",
  "browsers",
] as const satisfies readonly PublicPart[];

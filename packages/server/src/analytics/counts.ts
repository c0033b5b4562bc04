import type { Counts } from "@visoli/contract/stats";

/** What is counted of visits, as columns of a `select`. Who only opened a mail did not visit anything. */
export const COUNTS = `countIf(trigger = '') as clicks, countIf(trigger = 'qr') as scans,
  countIf(trigger = 'open') as opens, uniqIf(visitor, trigger in ('', 'qr')) as visitors`;

export const NO_COUNTS: Counts = { clicks: 0, scans: 0, opens: 0, visitors: 0 };

/** The same columns by name, for a `select` around that one. */
export const COUNT_NAMES = Object.keys(NO_COUNTS).join(", ");

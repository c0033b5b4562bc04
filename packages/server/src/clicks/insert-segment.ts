import { join } from "node:path";
import { type Analytics, AnalyticsUnavailable } from "../analytics/client.ts";
import type { Log } from "../core/ctx.ts";
import { readContent, sealOf, tokenOf } from "./segments.ts";
import { isAsWritten, isTakeable, keepDamaged, type Sorted, sortLines, withFileOf } from "./whole-lines.ts";

export type InsertDependencies = { analytics: Analytics; folder: string; log: Log; counts: IngestCounts };

/** What became of the journal, since the process began. */
export type IngestCounts = {
  clicks: number;
  /** Lines that were not as they were written, or no rows, kept in `damaged/`. */
  damagedLines: number;
  /** How much shorter than they should be sealed segments were. */
  missingBytes: number;
  /** Segments that the click store did not take where it took others, kept in `refused/`. */
  refusedSegments: number;
};

export function noCounts(): IngestCounts {
  return { clicks: 0, damagedLines: 0, missingBytes: 0, refusedSegments: 0 };
}

/**
 * Inserts the segment's clicks under its token, and gives back how many. What its name and its lines say of themselves is checked
 * before: a damaged line is set aside, and the others are inserted. @throws what the click store refuses, and where it is away
 */
export async function insertSegment(dependencies: InsertDependencies, name: string): Promise<number> {
  const { folder } = dependencies;
  const { bytes, crc, lines } = readContent(folder, name);
  const seal = sealOf(name);
  if (seal?.bytes === bytes && seal.crc === crc)
    return insertOrSort(dependencies, name, lines, () => insertAsItIs(dependencies, name, lines));
  const sorted = sortLines(folder, name, isAsWritten);
  const { length } = sorted.whole;
  const clicks = await insertOrSort(dependencies, name, length, () =>
    insertWhole(dependencies, name, sorted),
  );
  if (seal && seal.bytes > bytes) reportMissing(dependencies, name, seal.bytes - bytes);
  return clicks;
}

/** What is refused although it is as it was written may hold lines that are no rows. */
async function insertOrSort(
  dependencies: InsertDependencies,
  name: string,
  clicks: number,
  insert: () => Promise<void>,
): Promise<number> {
  try {
    await insert();
    return clicks;
  } catch (error) {
    if (error instanceof AnalyticsUnavailable) throw error;
    const sorted = sortLines(dependencies.folder, name, isTakeable);
    if (sorted.damaged.length === 0) throw error;
    await insertWhole(dependencies, name, sorted);
    return sorted.whole.length;
  }
}

async function insertAsItIs(
  { analytics, folder }: InsertDependencies,
  name: string,
  clicks: number,
): Promise<void> {
  if (clicks > 0) await analytics.insertClicks(join(folder, name), tokenOf(name));
}

/** Sets damaged lines aside once the others are in. */
async function insertWhole(
  dependencies: InsertDependencies,
  name: string,
  { whole, damaged }: Sorted,
): Promise<void> {
  const { analytics, folder, log, counts } = dependencies;
  if (damaged.length === 0) return insertAsItIs(dependencies, name, whole.length);
  if (whole.length > 0)
    await withFileOf(folder, whole, (file) => analytics.insertClicks(file, tokenOf(name)));
  keepDamaged(folder, name, damaged);
  counts.damagedLines += damaged.length;
  log.error({ segment: name, lines: damaged.length }, "damaged lines of the journal were set aside");
}

function reportMissing({ log, counts }: InsertDependencies, name: string, bytes: number): void {
  counts.missingBytes += bytes;
  log.error({ segment: name, bytes }, "a segment of the journal is shorter than it was; clicks are missing");
}

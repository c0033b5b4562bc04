import { appendFileSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Analytics, AnalyticsUnavailable } from "../analytics/client.ts";
import { isClickRow } from "../analytics/row.ts";
import type { Log } from "../core/ctx.ts";
import type { Journal } from "./journal.ts";
import { countSegmentLines, listSegments, removeSegment, tokenOf } from "./segments.ts";

export type IngestDependencies = { analytics: Analytics; journal: Journal; folder: string; log: Log };

/**
 * Moves every click of the journal into the click store, oldest first; gives back how many. A segment may be sent twice (the
 * process may end between insert and removal), but its token makes it count once. @throws where the store does not take it
 */
export async function ingest(dependencies: IngestDependencies): Promise<number> {
  const { journal, folder } = dependencies;
  const sealed = () => listSegments(folder).filter((name) => name !== journal.openSegment());
  // While the store is away this fails on what waits already, and the open segment goes on filling.
  let clicks = await ingestSegments(dependencies, sealed());
  journal.seal();
  clicks += await ingestSegments(dependencies, sealed());
  return clicks;
}

async function ingestSegments(dependencies: IngestDependencies, names: string[]): Promise<number> {
  let clicks = 0;
  for (const name of names) clicks += await ingestSegment(dependencies, name);
  return clicks;
}

async function ingestSegment(dependencies: IngestDependencies, name: string): Promise<number> {
  const { analytics, folder } = dependencies;
  let clicks = countSegmentLines(folder, name);
  if (clicks > 0) {
    try {
      await analytics.insertClicks(join(folder, name), tokenOf(name));
    } catch (error) {
      if (error instanceof AnalyticsUnavailable) throw error;
      clicks = await insertWhatIsWhole(dependencies, name, error);
    }
  }
  removeSegment(folder, name);
  return clicks;
}

/** A damaged line costs itself alone: it is set aside and reported, the others are inserted. Gives back how many those are. */
async function insertWhatIsWhole(
  { analytics, folder, log }: IngestDependencies,
  name: string,
  error: unknown,
): Promise<number> {
  const lines = nonEmpty(readFileSync(join(folder, name), "utf8"));
  const whole = lines.filter(isWhole);
  const damaged = lines.filter((line) => !isWhole(line));
  if (damaged.length === 0) throw error;
  const aside = join(folder, "damaged");
  mkdirSync(aside, { recursive: true });
  if (whole.length > 0) {
    const mended = join(aside, "mended.jsonl");
    writeFileSync(mended, `${whole.join("\n")}\n`);
    await analytics.insertClicks(mended, tokenOf(name));
    unlinkSync(mended);
  }
  appendFileSync(join(aside, `${tokenOf(name)}.txt`), `${damaged.join("\n")}\n`);
  log.error({ segment: name, lines: damaged.length }, "damaged lines of the journal were set aside");
  return whole.length;
}

function nonEmpty(lines: string): string[] {
  return lines.split("\n").filter((line) => line.trim() !== "");
}

function isWhole(line: string): boolean {
  try {
    return isClickRow(JSON.parse(line));
  } catch {
    return false;
  }
}

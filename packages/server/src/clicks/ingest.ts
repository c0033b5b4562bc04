import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Analytics, AnalyticsUnavailable } from "../analytics/client.ts";
import { isClickRow } from "../analytics/schema.ts";
import type { Log } from "../core/ctx.ts";
import type { Journal } from "./journal.ts";
import { listSegments, readSegment, removeSegment } from "./segments.ts";

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
  const { lines, token } = readSegment(dependencies.folder, name);
  const clicks = lines === "" ? 0 : await insertSegment(dependencies, lines, token);
  removeSegment(dependencies.folder, name);
  return clicks;
}

/** Gives back how many clicks there were in the lines. */
async function insertSegment(
  dependencies: IngestDependencies,
  lines: string,
  token: string,
): Promise<number> {
  try {
    await dependencies.analytics.insertClicks(lines, token);
    return nonEmpty(lines).length;
  } catch (error) {
    if (error instanceof AnalyticsUnavailable) throw error;
    return insertWhatIsWhole(dependencies, lines, token, error);
  }
}

/** A damaged line costs itself alone: it is set aside and reported, the others are inserted. */
async function insertWhatIsWhole(
  { analytics, folder, log }: IngestDependencies,
  lines: string,
  token: string,
  error: unknown,
): Promise<number> {
  const whole = nonEmpty(lines).filter(isWhole);
  const damaged = nonEmpty(lines).filter((line) => !isWhole(line));
  if (damaged.length === 0) throw error;
  if (whole.length > 0) await analytics.insertClicks(`${whole.join("\n")}\n`, token);
  const aside = join(folder, "damaged");
  mkdirSync(aside, { recursive: true });
  appendFileSync(join(aside, `${token}.txt`), `${damaged.join("\n")}\n`);
  log.error({ segment: token, lines: damaged.length }, "damaged lines of the journal were set aside");
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

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import type { Analytics } from "../packages/server/src/analytics/client.ts";
import type { ClickRow } from "../packages/server/src/analytics/row.ts";
import { createIngest, type IngestDependencies } from "../packages/server/src/clicks/ingest.ts";
import { type Journal, openJournal } from "../packages/server/src/clicks/journal.ts";
import { listSegments, newSegmentName } from "../packages/server/src/clicks/segments.ts";
import { click, lineOf, linesOf } from "./clicks.ts";
import { temporaryFolder } from "./engines.ts";

export type Entry = { msg: string; level: number; lines?: number; bytes?: number; segments?: number };
export type Ledger = ReturnType<typeof openLedger>;

const journals: Journal[] = [];
let left = 0;

/** For `afterEach`. */
export async function closeLedgers(): Promise<void> {
  await Promise.all(journals.splice(0).map((journal) => journal.close()));
}

/** A journal of its own, whose clicks are those of a workspace of its own, and the click store they go to. */
export function openLedger(analytics: Analytics, folder = temporaryFolder()) {
  const workspace = `ws_${newSegmentName().slice(9, -6)}`;
  const logged: Entry[] = [];
  const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const journal = openJournal({ folder, fsyncMs: 60_000, log });
  journals.push(journal);
  const dependencies: IngestDependencies = { analytics, journal, folder, log };
  const rows = (count: number, part: Partial<ClickRow> = {}) =>
    Array.from({ length: count }, (_, index) => click({ workspace, asn: index, ...part }));
  return {
    ...{ folder, journal, dependencies, logged, workspace },
    ingest: createIngest(dependencies),
    lines: (count: number, part?: Partial<ClickRow>) => linesOf(rows(count, part)),
    /** As the redirect does it: a line for each click. Gives back their rows. */
    async append(count: number, part?: Partial<ClickRow>): Promise<ClickRow[]> {
      const added = rows(count, part);
      for (const row of added) await journal.append(lineOf(linesOf([row])));
      return added;
    },
    /** Ends the open segment, and gives its name. */
    seal(): string {
      journal.seal();
      return listSegments(folder).at(-1) ?? "";
    },
    /** A segment that an earlier process left behind, later than the last. */
    segment(content: string | Uint8Array): string {
      const name = newSegmentName(Date.now() - 3_600_000 + left++);
      writeFileSync(join(folder, name), content);
      return name;
    },
    /** Clicks in the store, and how many of them are different. */
    async stored(): Promise<[number | undefined, number | undefined]> {
      const [row] = await analytics.query<{ n: number; different: number }>(
        `select count() as n, uniqExact(nonce) as different from ${analytics.clicks} where workspace = {workspace:String}`,
        { workspace },
      );
      return [row?.n, row?.different];
    },
  };
}

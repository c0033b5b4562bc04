import type { BulkResult } from "@visoli/contract/bulk";
import type { LinkCreateInput } from "@visoli/contract/link";
import { useRef } from "react";
import { visoli } from "../../lib/api.ts";
import { type BulkJob, useBulkJob } from "../../lib/use-bulk-job.ts";
import { type Common, type LinkTable, lineOf, type Outcome } from "./table.ts";

export type Importing = {
  job: BulkJob;
  /** By the place of the line. */
  outcomes: readonly (Outcome | undefined)[];
  start(table: LinkTable, common: Common): void;
  /** After the server went away, or somebody stopped it: from the first line that has no answer. */
  goOn(): void;
  cancel(): void;
  reset(): void;
};

/** Makes the links of a table, line by line, and keeps what became of each. */
export function useImport(onMade: () => void): Importing {
  const { job, run, cancel, reset } = useBulkJob<LinkCreateInput>();
  const outcomes = useRef<Outcome[]>([]);
  const lines = useRef<LinkCreateInput[]>([]);
  const work = async (from: number) => {
    const send = (some: LinkCreateInput[]) => visoli.links.bulk.create(some);
    const onResult = (result: BulkResult) => {
      outcomes.current[result.index] = outcomeOf(result);
    };
    await run(lines.current, send, onResult, from);
    if (outcomes.current.some(({ shortUrl }) => shortUrl !== undefined)) onMade();
  };
  return {
    ...{ job, cancel, reset },
    outcomes: outcomes.current,
    start: (table, common) => {
      lines.current = table.rows.map((row) => lineOf(table, row, common));
      outcomes.current = [];
      void work(0);
    },
    goOn: () => void work(job.done),
  };
}

function outcomeOf(result: BulkResult): Outcome {
  if ("problem" in result) {
    const { detail, errors = [] } = result.problem;
    const faults = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
    return { status: result.status, fault: faults || detail };
  }
  return { status: result.status, ...("link" in result && { shortUrl: result.link.shortUrl }) };
}

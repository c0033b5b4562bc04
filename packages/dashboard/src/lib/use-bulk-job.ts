import type { BulkResult } from "@visoli/contract/bulk";
import type { Problem } from "@visoli/contract/errors";
import { useRef, useState } from "react";

/** What is told of many lines that are sent: how far it is, and which failed. */
export type BulkJob = {
  state: "idle" | "running" | "done" | "cancelled" | "broken";
  total: number;
  done: number;
  failed: { index: number; problem: Problem }[];
  /** Why it broke off. */
  error?: unknown;
};
type Send<Line> = (lines: Line[]) => AsyncIterable<BulkResult>;

const IDLE: BulkJob = { state: "idle", total: 0, done: 0, failed: [] };
/** So many lines go out at once: whoever cancels waits for no more than these. */
const PORTION = 200;

/**
 * Sends lines in portions and keeps count. `cancel` lets the portion that is under way be answered: what is done is known, and stays. After a
 * break `run` goes on where it broke, when it is given the number of lines that were answered.
 */
export function useBulkJob<Line>() {
  const [job, setJob] = useState<BulkJob>(IDLE);
  const isCancelled = useRef(false);
  async function run(lines: Line[], send: Send<Line>, onResult: (result: BulkResult) => void, from = 0) {
    isCancelled.current = false;
    const { total, failed } = { total: lines.length, failed: from > 0 ? [...job.failed] : [] };
    let done = from;
    const tell = (state: BulkJob["state"], error?: unknown) =>
      setJob({ state, total, done, failed: [...failed], ...(error !== undefined && { error }) });
    tell("running");
    try {
      while (done < total && !isCancelled.current) {
        const start = done;
        for await (const result of send(lines.slice(start, start + PORTION))) {
          const index = result.index + start;
          if ("problem" in result) failed.push({ index, problem: result.problem });
          onResult({ ...result, index });
          done++;
        }
        tell("running");
      }
      tell(done < total ? "cancelled" : "done");
    } catch (error) {
      tell("broken", error);
    }
    return { done, failed };
  }
  return {
    job,
    run,
    cancel: () => {
      isCancelled.current = true;
    },
    reset: () => setJob(IDLE),
  };
}

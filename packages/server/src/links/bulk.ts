import type { BulkResult } from "@visoli/contract/bulk";
import type { Link } from "@visoli/contract/link";
import type { Log } from "../core/ctx.ts";
import type { ProblemError } from "../core/errors.ts";
import { toProblemError } from "../core/failure.ts";
import { toProblem } from "../core/http.ts";
import { isLostDeadlock } from "../db/deadlock.ts";

/** One line of a bulk request, in its place; a line that could not even be read carries what is wrong with it. */
export type Line = { index: number; value: unknown; unreadable?: ProblemError };

/** How a line is answered. */
export type LineAnswers = {
  done(line: Line, status: number, link: Link): BulkResult;
  deleted(line: Line): BulkResult;
  refused(line: Line, error: ProblemError): BulkResult;
};

/** So many lines share a transaction: enough to make its cost small, few enough to keep other writers from waiting long. */
export const LINES_PER_TRANSACTION = { create: 1_024, update: 200, delete: 200 } as const;
/** New links are written by so many at once: the database waits for us in between. */
export const LINES_AT_ONCE = 512;
/** After so many lines redirects have their turn, be the transaction at its end or not. */
export const LINES_PER_TURN = { create: 32, present: 128, update: 10, delete: 10 } as const;

const MAX_TRIES = 4;

export function lineAnswers(requestId: string, publicUrl: string): LineAnswers {
  return {
    done: ({ index }, status, link) => ({ index, status, link }),
    deleted: ({ index }) => ({ index, status: 204 }),
    refused: ({ index }, error) => ({
      index,
      status: error.status,
      problem: toProblem(error, requestId, publicUrl),
    }),
  };
}

/** Answers all lines, in order, those that could be read as `write` does; what that throws is the answer of each. One bad line, or a failing transaction, never spoils the rest. */
export async function writeAll(
  lines: Line[],
  write: () => Promise<BulkResult[]>,
  answers: LineAnswers,
  { requestId, log }: { requestId: string; log: Log },
): Promise<BulkResult[]> {
  const readable = lines.filter((line) => !line.unreadable);
  const written = await insistently(write).catch((error: unknown) => {
    const failure = toProblemError(error, requestId, log);
    return readable.map((line) => answers.refused(line, failure));
  });
  const byIndex = new Map(written.map((result) => [result.index, result]));
  return lines.flatMap((line) =>
    line.unreadable ? answers.refused(line, line.unreadable) : (byIndex.get(line.index) ?? []),
  );
}

/** Somebody who changes one link may wait for us, and we for them: the database gives up one of both, which is tried again. */
async function insistently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isLostDeadlock(error) || tries === MAX_TRIES) throw error;
    }
  }
}

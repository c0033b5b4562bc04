import { type BulkResult, BulkSchema } from "@visoli/contract/bulk";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { invalidInput } from "../core/http.ts";
import type { Idempotency } from "../core/idempotency.ts";
import { LINES_PER_TRANSACTION, type Line, lineAnswers, writeAll } from "./bulk.ts";
import { deleteLines, updateLines } from "./bulk-change.ts";
import { createLines, createPrepared } from "./bulk-create.ts";
import { prepareLines } from "./bulk-prepare.ts";
import { type AnswerLines, answerStream } from "./bulk-stream.ts";

export type BulkKind = "create" | "update" | "delete";
type Request = { kind: BulkKind; requestId: string; idempotency?: Idempotency | undefined };

/** Up to 1,000 lines at once, each answered in its place. @throws request.invalid, auth.missing_scope, idempotency.mismatch */
export async function bulkList(
  ctx: LinkCtx,
  actor: Actor,
  body: unknown,
  request: Request,
): Promise<{ results: BulkResult[] }> {
  guard(actor, "links:write");
  const parsed = BulkSchema.safeParse(body);
  if (!parsed.success) throw invalidInput(parsed.error);
  const lines = parsed.data.links.map((value, index): Line => ({ index, value }));
  const { idempotency } = request;
  // All lines and the answer in one transaction, so that the same key never makes them twice.
  if (idempotency) {
    const answers = lineAnswers(request.requestId, ctx.config.publicUrl);
    return { results: await createLines(ctx, actor, lines, answers, idempotency) };
  }
  const results: BulkResult[] = [];
  const answer = answerer(ctx, actor, request);
  const count = LINES_PER_TRANSACTION[request.kind];
  for (let start = 0; start < lines.length; start += count) {
    results.push(...(await answer(lines.slice(start, start + count))()));
    await new Promise(setImmediate);
  }
  return { results };
}

/** A stream of lines, answered by a stream of results. @throws request.invalid, auth.missing_scope */
export function bulkStream(
  ctx: LinkCtx,
  actor: Actor,
  body: ReadableStream<Uint8Array>,
  request: Request,
): ReadableStream<Uint8Array> {
  guard(actor, "links:write");
  if (request.idempotency) {
    const message =
      "Is for JSON only: its answer would have to be kept whole. Give each line an externalId instead";
    throw invalid({ path: "Idempotency-Key", code: "not_for_streams", message });
  }
  return answerStream(body, answerer(ctx, actor, request), LINES_PER_TRANSACTION[request.kind]);
}

/** Prepares lines at once, and writes them when it is their turn. */
function answerer(ctx: LinkCtx, actor: Actor, { kind, requestId }: Request): AnswerLines {
  const answers = lineAnswers(requestId, ctx.config.publicUrl);
  const verb = { update: updateLines, delete: deleteLines };
  return (lines) => {
    const readable = lines.filter((line) => !line.unreadable);
    if (kind !== "create") {
      const write = () => verb[kind](ctx, actor, readable, answers);
      return () => writeAll(lines, write, answers, { requestId, log: ctx.log });
    }
    const preparing = prepareLines(ctx, actor, readable, answers);
    // What it throws is told when they are written.
    preparing.catch(() => {});
    const write = async () => createPrepared(ctx, actor, readable, await preparing, answers);
    return () => writeAll(lines, write, answers, { requestId, log: ctx.log });
  };
}

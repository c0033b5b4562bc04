import { type BulkResult, BulkSchema } from "@visoli/contract/bulk";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { toProblemError } from "../core/failure.ts";
import { guard } from "../core/guard.ts";
import { invalidInput } from "../core/http.ts";
import type { Idempotency } from "../core/idempotency.ts";
import { LINES_PER_TRANSACTION, type Line, lineAnswers, writeAll } from "./bulk.ts";
import { deleteLines, updateLines } from "./bulk-change.ts";
import { createLines, createPrepared } from "./bulk-create.ts";
import { prepareLines } from "./bulk-prepare.ts";
import { type AnswerBytes, type AnswerLines, answerBytesOf, answerStream, piecesOf } from "./bulk-stream.ts";

export type BulkKind = "create" | "update" | "delete";
/** So much of an answer is sent before redirects have their turn. */
const BYTES_PER_TURN = 131_072;

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
  const count = LINES_PER_TRANSACTION[request.kind];
  const { createInThread } = ctx;
  if (request.kind === "create" && createInThread)
    return answerBytesOf(body, inThread(ctx, createInThread, actor, request.requestId), count);
  return answerStream(body, answerer(ctx, actor, request), count);
}

/** Leaves everything to the thread; where that fails, this is the answer of each line. */
function inThread(
  ctx: LinkCtx,
  create: NonNullable<LinkCtx["createInThread"]>,
  actor: Actor,
  requestId: string,
): AnswerBytes {
  const answers = lineAnswers(requestId, ctx.config.publicUrl);
  return (lines, first) => {
    const answered = create({ actor, requestId, first, lines })
      .then(inPieces)
      .catch((error: unknown) => {
        const failure = toProblemError(error, requestId, ctx.log);
        return piecesOf(
          lines.map((_, place) => answers.refused({ index: first + place, value: null }, failure)),
        );
      });
    return () => answered;
  };
}

function* inPieces(text: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < text.length; start += BYTES_PER_TURN)
    yield text.subarray(start, start + BYTES_PER_TURN);
}

/** Prepares lines at once, and writes them when it is their turn. */
export function answerer(ctx: LinkCtx, actor: Actor, { kind, requestId }: Request): AnswerLines {
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

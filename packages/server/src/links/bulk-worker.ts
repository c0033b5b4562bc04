import { lowerPriority } from "../lib/low-priority.ts";
import { unpackLines } from "../lib/packed-lines.ts";
import { type AskBack, answerQuestions } from "../lib/thread.ts";
import { answerer } from "./bulk-request.ts";
import { linesFor, readLine } from "./bulk-stream.ts";
import type { BulkAnswer, BulkQuestion } from "./bulk-thread.ts";
import { openThreadCtx } from "./bulk-thread-ctx.ts";

declare const self: Worker;

// The other end of `bulk-thread.ts`: nobody imports this file, a thread of its own runs it. Redirects come first.
lowerPriority();
let opening: ReturnType<typeof openThreadCtx> | null = null;
/** The last batch of each request that is under way. */
const underway = new Map<string, Promise<BulkAnswer>>();

answerQuestions<BulkQuestion, BulkAnswer>(self, inTurn, ({ text }) => [text.buffer]);

/** Batches of a request are prepared as they come, and written one after the other. */
function inTurn(question: BulkQuestion, askBack: AskBack): Promise<BulkAnswer> {
  const { requestId } = question;
  const before = underway.get(requestId);
  const answer = answerBatch(question, askBack, before);
  underway.set(requestId, answer);
  const forget = () => underway.get(requestId) === answer && underway.delete(requestId);
  answer.then(forget, forget);
  return answer;
}

async function answerBatch(
  question: BulkQuestion,
  askBack: AskBack,
  before: Promise<unknown> | undefined,
): Promise<BulkAnswer> {
  const { actor, requestId, first } = question;
  opening ??= openThreadCtx(askBack);
  // What failed once may be there the next time.
  opening.catch(() => (opening = null));
  const { ctx, forget } = await (await opening)(question);
  const lines = unpackLines(question.lines).map((bytes, place) => readLine(first + place, bytes));
  const write = answerer(ctx, actor, { kind: "create", requestId })(lines);
  await before?.catch(() => {});
  return { text: linesFor(await write()), forget };
}

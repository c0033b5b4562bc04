import { lowerPriority } from "./low-priority.ts";
import { niceness } from "./niceness.fixture.ts";
import { type AskBack, answerQuestions } from "./thread.ts";

declare const self: Worker;

/** What a thread of the tests is asked; it answers with the bytes, if it gets any. */
export type Question =
  | { say: string; afterMs?: number }
  | { add: Uint8Array<ArrayBuffer> }
  | { askBack: string; argument: unknown }
  | { fail: string; afterMs?: number }
  | { break: true }
  | { priority: "as it is" | "lowered" };
export type Answer = string | number | Uint8Array<ArrayBuffer>;

answerQuestions<Question, Answer>(self, answer, (given) =>
  given instanceof Uint8Array ? [given.buffer] : [],
);

function answer(question: Question, askBack: AskBack): Answer | Promise<Answer> {
  if ("say" in question)
    return question.afterMs ? Bun.sleep(question.afterMs).then(() => question.say) : question.say;
  if ("add" in question) return question.add.map((byte) => byte + 1);
  if ("askBack" in question) return askBack<string>(question.askBack, question.argument);
  if ("fail" in question) {
    if (question.afterMs)
      return Bun.sleep(question.afterMs).then(() => Promise.reject(new Error(question.fail)));
    throw new Error(question.fail);
  }
  if ("break" in question)
    return new Promise(() =>
      setTimeout(() => {
        throw new Error("nobody catches this");
      }),
    );
  if (question.priority === "lowered") lowerPriority();
  return niceness();
}

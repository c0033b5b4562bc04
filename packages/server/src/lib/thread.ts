/** Too many questions wait for the thread already. */
export class ThreadBusy extends Error {
  override name = "ThreadBusy";
}

type Waiting<Answer> = { resolve(answer: Answer): void; reject(error: Error): void };
type Reply<Answer> = { id: number; answer?: Answer; failure?: string };

/**
 * Asks a thread of its own, which answers one question after the other (`answerQuestions` is its side). It starts with the first question and
 * ends with the process, which it does not keep alive; one that broke is started anew. @throws ThreadBusy
 */
export function createThread<Question, Answer>(
  script: URL,
  maxWaiting: number,
): (question: Question) => Promise<Answer> {
  const waiting = new Map<number, Waiting<Answer>>();
  let worker: Worker | null = null;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(script);
    started.unref();
    started.addEventListener("message", ({ data }: MessageEvent<Reply<Answer>>) => {
      const { id, answer, failure } = data;
      const asked = waiting.get(id);
      waiting.delete(id);
      if (failure === undefined) asked?.resolve(answer as Answer);
      else asked?.reject(new Error(failure));
    });
    const end = (reason: string) => {
      if (worker !== started) return;
      worker = null;
      for (const asked of waiting.values()) asked.reject(new Error(`the thread ended: ${reason}`));
      waiting.clear();
    };
    started.addEventListener("error", (event) => end(event.message));
    started.addEventListener("close", () => end("closed"));
    return started;
  }

  return async (question) => {
    if (waiting.size >= maxWaiting) throw new ThreadBusy(`${maxWaiting} questions wait already`);
    worker ??= start();
    const id = ++lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, question });
    return promise;
  };
}

/** The thread's own side: answers each question that comes. */
export function answerQuestions<Question, Answer>(
  thread: Worker,
  answer: (question: Question) => Answer,
): void {
  thread.onmessage = ({ data }: MessageEvent<{ id: number; question: Question }>) => {
    try {
      thread.postMessage({ id: data.id, answer: answer(data.question) });
    } catch (error) {
      thread.postMessage({ id: data.id, failure: String(error) });
    }
  };
}

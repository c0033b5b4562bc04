/** Too many questions wait for the thread already. */
export class ThreadBusy extends Error {
  override name = "ThreadBusy";
}

/** What the thread may ask of us; `end` is over once the thread is. */
export type Services = Record<string, (argument: never, end: AbortSignal) => unknown>;
/** The thread's way to ask for one of them. */
export type AskBack = <Result>(service: string, argument?: unknown) => Promise<Result>;

type Waiting<Answer> = { resolve(answer: Answer): void; reject(error: Error): void };
type Asked<Question> = { id: number; question: Question };
type Reply<Answer> = { id: number; answer?: Answer; failure?: string };
/** The other way round. */
type AskedBack = { back: number; service: string; argument: unknown };
type ReplyBack = { back: number; result?: unknown; failure?: string };

/**
 * Asks a thread of its own, which answers one question after the other (`answerQuestions` is its side) unless it answers later. It starts
 * with the first question and ends with the process, which it does not keep alive; one that broke is started anew. What is moved belongs
 * to the thread from then on. @throws ThreadBusy
 */
export function createThread<Question, Answer>(
  script: URL,
  maxWaiting: number,
  services: Services = {},
): (question: Question, move?: ArrayBuffer[]) => Promise<Answer> {
  const waiting = new Map<number, Waiting<Answer>>();
  let worker: Worker | null = null;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(script);
    const over = new AbortController();
    started.unref();
    started.addEventListener("message", ({ data }: MessageEvent<Reply<Answer> | AskedBack>) => {
      if ("back" in data) return void serve(started, data, over.signal);
      const { id, answer, failure } = data;
      const asked = waiting.get(id);
      waiting.delete(id);
      if (failure === undefined) asked?.resolve(answer as Answer);
      else asked?.reject(new Error(failure));
    });
    const end = (reason: string) => {
      over.abort();
      if (worker !== started) return;
      worker = null;
      for (const asked of waiting.values()) asked.reject(new Error(`the thread ended: ${reason}`));
      waiting.clear();
    };
    started.addEventListener("error", (event) => end(event.message));
    started.addEventListener("close", () => end("closed"));
    return started;
  }

  async function serve(asking: Worker, { back, service, argument }: AskedBack, end: AbortSignal) {
    const reply = (more: Omit<ReplyBack, "back">) => {
      if (!end.aborted) asking.postMessage({ back, ...more });
    };
    try {
      reply({ result: await services[service]?.(argument as never, end) });
    } catch (error) {
      reply({ failure: String(error) });
    }
  }

  return async (question, move = []) => {
    if (waiting.size >= maxWaiting) throw new ThreadBusy(`${maxWaiting} questions wait already`);
    worker ??= start();
    const id = ++lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, question }, move);
    return promise;
  };
}

/** The thread's own side: answers each question that comes. @param moved what of an answer need not be copied */
export function answerQuestions<Question, Answer>(
  thread: Worker,
  answer: (question: Question, askBack: AskBack) => Answer | Promise<Answer>,
  moved: (answer: Answer) => ArrayBuffer[] = () => [],
): void {
  const waiting = new Map<number, Waiting<unknown>>();
  let lastBack = 0;

  const askBack: AskBack = <Result>(service: string, argument?: unknown) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(++lastBack, { resolve, reject });
    thread.postMessage({ back: lastBack, service, argument });
    return promise as Promise<Result>;
  };

  thread.onmessage = ({ data }: MessageEvent<Asked<Question> | ReplyBack>) => {
    if ("question" in data) return attempt(data);
    const asked = waiting.get(data.back);
    waiting.delete(data.back);
    if (data.failure === undefined) asked?.resolve(data.result);
    else asked?.reject(new Error(data.failure));
  };

  function attempt({ id, question }: Asked<Question>): void {
    const say = (given: Answer) => thread.postMessage({ id, answer: given }, moved(given));
    const fail = (error: unknown) => thread.postMessage({ id, failure: String(error) });
    try {
      const given = answer(question, askBack);
      if (given instanceof Promise) given.then(say).catch(fail);
      else say(given);
    } catch (error) {
      fail(error);
    }
  }
}

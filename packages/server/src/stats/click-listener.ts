/** A listener for whom so many events wait reads too slowly. */
export const MAX_WAITING = 1_000;
/** How long one that is to leave may take to read why. */
const LEAVE_MS = 30_000;
const MAX_CHUNK_BYTES = 65_536;

/** One open connection of server-sent events. */
export type Listener = {
  stream: ReadableStream<Uint8Array>;
  /** Sends what is there before all else, however much it is. */
  begin(chunks: Uint8Array[]): void;
  /** Sends events; where too many wait already they are all dropped, and `slow` is the last thing sent. */
  send(bytes: Uint8Array, events: number): void;
  /** Sends the last words after what waits, and ends. */
  end(lastWords: Uint8Array): void;
};

type Waiting = { bytes: Uint8Array; events: number };

/** @param slow what is said to one that reads too slowly */
export function createListener(slow: Uint8Array, onEnd: () => void): Listener {
  const waiting: Waiting[] = [];
  let hasEnded = false;
  let wake = () => {};

  function end(isGone: boolean): void {
    if (hasEnded) return;
    hasEnded = true;
    onEnd();
    wake();
    if (!isGone) body.cutLater();
  }

  const body = streamOf({
    async take() {
      while (waiting.length === 0 && !hasEnded) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
      }
      return waiting.length > 0 ? Buffer.concat(someOf(waiting)) : null;
    },
    gone() {
      waiting.length = 0;
      end(true);
    },
  });

  return {
    stream: body.stream,
    begin(chunks) {
      waiting.unshift(...chunks.map((bytes) => ({ bytes, events: 0 })));
      wake();
    },
    send(bytes, events) {
      if (hasEnded) return;
      const before = waiting.reduce((sum, one) => sum + one.events, 0);
      if (before > 0 && before + events > MAX_WAITING) {
        waiting.splice(0, waiting.length, { bytes: slow, events: 0 });
        return end(false);
      }
      waiting.push({ bytes, events });
      wake();
    },
    end(lastWords) {
      if (hasEnded) return;
      waiting.push({ bytes: lastWords, events: 0 });
      end(false);
    },
  };
}

/** A stream of what `take` gives, each as soon as it can be sent, until that is null. */
function streamOf({ take, gone }: { take(): Promise<Uint8Array | null>; gone(): void }) {
  let timer: Timer | undefined;
  let cut = () => {};
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        cut = () => controller.error(new Error("The listener does not read"));
      },
      async pull(controller) {
        const bytes = await take();
        if (bytes) return controller.enqueue(bytes);
        clearTimeout(timer);
        controller.close();
      },
      cancel() {
        clearTimeout(timer);
        gone();
      },
    },
    { highWaterMark: 0 },
  );
  /** Whoever does not read at all would not even notice the end. */
  const cutLater = () => {
    timer = setTimeout(() => cut(), LEAVE_MS).unref();
  };
  return { stream, cutLater };
}

/** Takes out as much as goes into one chunk. */
function someOf(waiting: Waiting[]): Uint8Array[] {
  let bytes = 0;
  let count = 0;
  for (const one of waiting) {
    bytes += one.bytes.length;
    if (count > 0 && bytes > MAX_CHUNK_BYTES) break;
    count++;
  }
  return waiting.splice(0, count).map((one) => one.bytes);
}

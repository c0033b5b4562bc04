import { connect } from "node:net";

/** A request whose body is still being sent while its answer comes, as chunked HTTP/1.1 over a socket of its own. */
export type Duplex = {
  /** Sends a piece of the body; resolves once there is room for more. */
  send(text: string): Promise<void>;
  end(): void;
  /** The head of the answer, once it is there; null where the connection ends without one. */
  head(): Promise<{ status: number; text: string } | null>;
  /** The next whole line of the answer's body; null at its end. */
  line(): Promise<string | null>;
  /** Reads nothing until `resume`. */
  pause(): void;
  resume(): void;
  /** Whether what was sent waits for the other side to read. */
  isBlocked(): boolean;
  destroy(): void;
};

export async function openDuplex(port: number, requestLine: string, headers: string[]): Promise<Duplex> {
  const socket = connect(port, "127.0.0.1");
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  const reading = createReader();
  socket.on("error", () => {});
  socket.on("data", (bytes: Buffer) => reading.put(bytes));
  let waiting = () => {};
  socket.on("drain", () => waiting());
  socket.on("close", () => {
    reading.close();
    waiting();
  });
  socket.write(
    [`${requestLine} HTTP/1.1`, "Host: localhost", "Transfer-Encoding: chunked", ...headers, "", ""].join(
      "\r\n",
    ),
  );
  return {
    async send(text) {
      const size = Buffer.byteLength(text).toString(16);
      if (socket.destroyed || socket.write(`${size}\r\n${text}\r\n`)) return;
      await new Promise<void>((resolve) => {
        waiting = resolve;
      });
    },
    end: () => void socket.write("0\r\n\r\n"),
    head: reading.head,
    line: reading.line,
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    isBlocked: () => socket.writableNeedDrain,
    destroy: () => void socket.destroy(),
  };
}

/** Takes a chunked answer apart as it comes. */
function createReader() {
  let bytes: Buffer = Buffer.alloc(0);
  let head: { status: number; text: string } | null = null;
  let body = "";
  let lines: string[] = [];
  let next = 0;
  let isOver = false;
  let wake = Promise.withResolvers<void>();
  const decoder = new TextDecoder();

  function takeChunks(): void {
    for (;;) {
      const end = bytes.indexOf("\r\n");
      const size = end < 0 ? Number.NaN : Number.parseInt(bytes.subarray(0, end).toString("latin1"), 16);
      if (size === 0) isOver = true;
      if (!(size > 0) || bytes.length < end + 2 + size + 2) return;
      body += decoder.decode(bytes.subarray(end + 2, end + 2 + size), { stream: true });
      bytes = bytes.subarray(end + 2 + size + 2);
    }
  }

  function put(more: Buffer): void {
    bytes = Buffer.concat([bytes, more]);
    if (!head) {
      const end = bytes.indexOf("\r\n\r\n");
      if (end < 0) return;
      const text = bytes.subarray(0, end).toString("latin1");
      head = { status: Number(text.split(" ")[1]), text };
      bytes = bytes.subarray(end + 4);
    }
    if (/transfer-encoding: chunked/i.test(head.text)) takeChunks();
    else {
      body += bytes.toString();
      bytes = Buffer.alloc(0);
    }
    const parts = body.split("\n");
    body = parts.pop() ?? "";
    if (next === lines.length) [lines, next] = [[], 0];
    lines.push(...parts);
    wake.resolve();
    wake = Promise.withResolvers<void>();
  }

  return {
    put,
    close() {
      isOver = true;
      wake.resolve();
    },
    async head() {
      while (!head && !isOver) await wake.promise;
      return head;
    },
    async line() {
      while (next === lines.length && !isOver) await wake.promise;
      return lines[next++] ?? null;
    },
  };
}

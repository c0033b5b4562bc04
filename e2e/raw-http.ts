import { connect } from "node:net";

export type RawAnswer = { status: number; headers: Map<string, string>; body: string };

const TIMEOUT_MS = 10_000;

/** Sends bytes as they are over a connection of their own; null where it was closed without an answer. */
export function sendRaw(port: number, bytes: Uint8Array): Promise<RawAnswer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    const finish = () => {
      socket.destroy();
      resolve(readAnswer(Buffer.concat(chunks)));
    };
    socket.setTimeout(TIMEOUT_MS, () => {
      socket.destroy();
      if (chunks.length > 0) finish();
      else reject(new Error("no answer in time"));
    });
    socket.on("connect", () => socket.write(bytes));
    socket.on("data", (chunk) => {
      chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
      if (isWhole(Buffer.concat(chunks))) finish();
    });
    socket.on("error", finish);
    socket.on("close", finish);
  });
}

function readAnswer(bytes: Buffer): RawAnswer | null {
  const text = bytes.toString("utf8");
  const end = text.indexOf("\r\n\r\n");
  const [first = "", ...lines] = text.slice(0, Math.max(0, end)).split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]);
  if (!status) return null;
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { status, headers, body: text.slice(end + 4) };
}

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const head = bytes.subarray(0, end).toString("latin1");
  // Has no end.
  if (/\r\ncontent-type: *text\/event-stream/i.test(head)) return true;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  return length !== undefined && bytes.length >= end + 4 + Number(length);
}

export type RawRequest = {
  method: string;
  /** Path and query, as they go over the wire. */
  target: string;
  headers: [name: string, value: Uint8Array][];
  body: Uint8Array | null;
};

/** A request as bytes. Its length is right; whatever else is wrong with it is the caller's doing. */
export function rawBytes({ method, target, headers, body }: RawRequest): Uint8Array {
  const parts: Uint8Array[] = [
    Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n`),
  ];
  for (const [name, value] of headers) {
    parts.push(Buffer.from(`${name}: `), value, Buffer.from("\r\n"));
  }
  if (body) parts.push(Buffer.from(`Content-Length: ${body.length}\r\n`));
  parts.push(Buffer.from("\r\n"));
  if (body) parts.push(body);
  return Buffer.concat(parts);
}

import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What becomes of an insert. Everything else is handed on. */
export type Fate =
  | { kind: "pass" }
  /** It is answered in ClickHouse's name, and never gets there. */
  | { kind: "refuse"; status: number; code?: number }
  /** It is handed on whole, and its answer is kept until `release`, or for ever. */
  | { kind: "silent" }
  /** A part of it is handed on; then both connections are cut. */
  | { kind: "cut" };

/** A proxy in front of a ClickHouse that does to inserts, one after the other, what a bad day does. */
export type ClickHouseProxy = {
  url: string;
  /** For the inserts that come next, in turn; after that all pass. */
  next(...fates: Fate[]): void;
  /** How many inserts came, and how many of them ClickHouse has answered. */
  inserts(): { seen: number; done: number };
  /** Sends the answers that were kept back. */
  release(): void;
  close(): void;
};

export async function startClickHouseProxy(target: string): Promise<ClickHouseProxy> {
  const fates: Fate[] = [];
  const kept: (() => void)[] = [];
  const counts = { seen: 0, done: 0 };
  const server = createServer(async (near, answer) => {
    const body = await buffer(near).catch(() => null);
    if (!body) return;
    if (!body.includes("insert into")) return handOn(target, near, body, (far) => pipe(far, answer));
    counts.seen++;
    const fate = fates.shift() ?? { kind: "pass" };
    const finish = (far: IncomingMessage) => {
      counts.done++;
      if (fate.kind === "silent") kept.push(() => pipe(far, answer));
      else pipe(far, answer);
    };
    if (fate.kind === "refuse") refuse(answer, fate);
    else if (fate.kind === "cut") cut(target, near, body);
    else handOn(target, near, body, finish);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${new URL(target).pathname}`,
    next: (...given) => void fates.push(...given),
    inserts: () => ({ ...counts }),
    release() {
      for (const send of kept.splice(0)) send();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function open(target: string, near: IncomingMessage) {
  const { hostname, port } = new URL(target);
  const { method, url: path, headers } = near;
  const { "transfer-encoding": _, ...rest } = headers;
  return { hostname, port, method, path, headers: rest };
}

function handOn(
  target: string,
  near: IncomingMessage,
  body: Buffer,
  done: (far: IncomingMessage) => void,
): void {
  const options = open(target, near);
  const far = request({ ...options, headers: { ...options.headers, "content-length": body.length } }, done);
  far.on("error", () => near.socket.destroy());
  far.end(body);
}

function cut(target: string, near: IncomingMessage, body: Buffer): void {
  const options = open(target, near);
  const far = request({ ...options, headers: { ...options.headers, "content-length": body.length } });
  far.on("error", () => {});
  // At the end of a line, where what came so far looks whole.
  far.write(body.subarray(0, body.lastIndexOf("\n", body.length - 2) + 1), () => {
    far.destroy();
    near.socket.destroy();
  });
}

function refuse(answer: ServerResponse, { status, code }: Fate & { kind: "refuse" }): void {
  const headers = code === undefined ? {} : { "X-ClickHouse-Exception-Code": `${code}` };
  const text = code === undefined ? "no" : `Code: ${code}. DB::Exception: No. (A_REASON) (version 25.8.1.1)`;
  answer.writeHead(status, headers).end(`${text}\n`);
}

function pipe(far: IncomingMessage, answer: ServerResponse): void {
  answer.writeHead(far.statusCode ?? 502, far.headers);
  far.pipe(answer);
}

import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";

export type ExchangeOptions = {
  method: "GET" | "HEAD" | "POST";
  body: string;
  headers: Record<string, string>;
  userAgent: string;
  maxBodyBytes: number;
};

/** `location` is where a redirect leads, as it was written; its body is not read. */
export type Reply = {
  kind: "reply";
  status: number;
  headers: Headers;
  location: string | null;
  body: Uint8Array;
  isTruncated: boolean;
};
type NoReply = { kind: "failed"; reason: "connection" | "protocol" };

const MAX_HEADER_BYTES = 32 * 1024;
// answers before the answer (1xx): no limit of Node's counts them
const MAX_HINTS = 20;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Asks for the URL over a connected socket, which is used for nothing else. Reads at most `maxBodyBytes` of the body. */
export function exchange(socket: Socket, url: URL, options: ExchangeOptions): Promise<Reply | NoReply> {
  const { promise, resolve } = Promise.withResolvers<Reply | NoReply>();
  const request = httpRequest({
    createConnection: () => socket,
    method: options.method,
    path: url.pathname + url.search,
    maxHeaderSize: MAX_HEADER_BYTES,
    headers: {
      ...options.headers,
      ...(options.method === "POST" && { "Content-Length": String(Buffer.byteLength(options.body)) }),
      Host: url.host,
      "User-Agent": options.userAgent,
      Accept: "*/*",
      // nothing is ever decompressed, so no body grows in our hands
      "Accept-Encoding": "identity",
      Connection: "close",
    },
  });
  const failed: NoReply = { kind: "failed", reason: "connection" };
  request.on("response", (response) => resolve(readReply(response, options).catch(() => failed)));
  request.on("error", (error) => {
    // also what is wrong after the headers: to the reader of the body that is a broken connection
    if (isNoHttp(error)) failed.reason = "protocol";
    resolve(failed);
  });
  let hints = 0;
  request.on("information", () => {
    if (++hints <= MAX_HINTS) return;
    failed.reason = "protocol";
    request.destroy();
    resolve(failed);
  });
  request.on("upgrade", () => resolve({ kind: "failed", reason: "protocol" }));
  request.end(options.body);
  return promise;
}

async function readReply(response: IncomingMessage, options: ExchangeOptions): Promise<Reply> {
  const status = response.statusCode ?? 0;
  const headers = headersOf(response);
  const location = REDIRECTS.has(status) ? utf8(headers.get("location")) : null;
  const reply = { kind: "reply" as const, status, headers, location };
  const isEncoded = !/^(identity)?$/i.test(headers.get("content-encoding") ?? "");
  if (location !== null || options.method === "HEAD" || isEncoded) {
    // what else comes on this socket is no concern of ours
    response.on("error", () => {});
    response.destroy();
    return { ...reply, body: new Uint8Array(), isTruncated: false };
  }
  return { ...reply, ...(await readBody(response, options.maxBodyBytes)) };
}

async function readBody(response: AsyncIterable<Uint8Array>, maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let left = maxBytes;
  for await (const chunk of response) {
    chunks.push(chunk.subarray(0, left));
    left -= chunk.byteLength;
    // leaving the loop destroys the response, and the socket with it
    if (left < 0) break;
  }
  return { body: new Uint8Array(Buffer.concat(chunks)), isTruncated: left < 0 };
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  }
  return headers;
}

/** Header bytes arrive as one character each; servers that write addresses unescaped write them as UTF-8. */
function utf8(header: string | null): string | null {
  return header === null ? null : Buffer.from(header, "latin1").toString();
}

function isNoHttp(error: Error): boolean {
  return "code" in error && String(error.code).startsWith("HPE_");
}

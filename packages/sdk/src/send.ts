import { once } from "./once.ts";
import type { RequestOptions, VisoliOptions } from "./options.ts";
import { readBlob, readJson } from "./read.ts";
import { pause, type Repeat, retryDelay } from "./retry.ts";
import { queryString } from "./url.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a request says beside method and path. */
export type Content = {
  query?: object | undefined;
  /** As JSON; a stream goes out as it is, while the answer comes in. */
  body?: unknown;
  /** Other than the method lets one think: such as a POST that knows no Idempotency-Key. */
  repeat?: Repeat;
  headers?: Readonly<Record<string, string>>;
  /** Where the client's own is too short. */
  timeoutMs?: number;
};

/** How resources ask. All throw VisoliError, VisoliConnectionError, or the reason of an aborted signal. */
export type Send = {
  /** The JSON of the answer; undefined where it has none. */
  json<Answer>(method: Method, path: string, content?: Content, options?: RequestOptions): Promise<Answer>;
  blob(method: Method, path: string, content?: Content, options?: RequestOptions): Promise<Blob>;
  /** The answer itself, its body still to be read. */
  response(method: Method, path: string, content?: Content, options?: RequestOptions): Promise<Response>;
  /** The address that would be asked. */
  url(path: string, query?: object): string;
};

type Question = { method: Method; path: string; content: Content; options: RequestOptions };
type Read<Answer> = (response: Response) => Promise<Answer>;

const BASE_URL = "http://localhost:3000";
const TIMEOUT_MS = 30_000;
const MAX_RETRIES = 2;

/** `wait` is the clock's: how to wait before another try. */
export function createSend(settings: VisoliOptions, wait = pause): Send {
  const origin = (settings.baseUrl ?? BASE_URL).replace(/\/+$/, "");
  const url: Send["url"] = (path, query) => origin + path + queryString(query);

  async function ask<Answer>(question: Question, read: Read<Answer>): Promise<Answer> {
    const { path, content, options } = question;
    const repeat = repeatOf(question);
    const one = {
      ...{ url: url(path, content.query), init: requestOf(settings, question, repeat), read },
      ...{ fetch: settings.fetch, signal: options.signal, onResponse: options.onResponse },
      timeoutMs: options.timeoutMs ?? content.timeoutMs ?? settings.timeoutMs ?? TIMEOUT_MS,
    };
    const maxRetries = options.maxRetries ?? settings.maxRetries ?? MAX_RETRIES;
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(one);
      } catch (error) {
        const waitMs = attempt > maxRetries ? undefined : retryDelay(error, attempt, repeat);
        if (waitMs === undefined) throw error;
        await wait(waitMs, options.signal);
      }
    }
  }

  const by =
    <Answer>(read: Read<Answer>) =>
    (method: Method, path: string, content: Content = {}, options: RequestOptions = {}) =>
      ask({ method, path, content, options }, read);
  return {
    url,
    json: by(readJson) as Send["json"],
    blob: by(readBlob),
    response: by(async (response) => response),
  };
}

/** A version that was seen is another one once the change was made: sent again, it would be refused. */
function repeatOf({ method, content, options }: Question): Repeat {
  const isOfVersion = options.ifMatch !== undefined && method !== "POST";
  return content.repeat ?? (isOfVersion ? "refused" : "always");
}

function requestOf(
  settings: VisoliOptions,
  { method, content, options }: Question,
  repeat: Repeat,
): RequestInit {
  const { body } = content;
  const isStream = body instanceof ReadableStream;
  const workspaceId = options.workspaceId ?? settings.workspaceId;
  // Made up once for all tries, so that they are one request.
  const isMadeUp = method === "POST" && repeat === "always";
  const idempotencyKey = options.idempotencyKey ?? (isMadeUp ? randomKey() : undefined);
  return {
    method,
    headers: {
      Accept: "application/json",
      ...(settings.apiKey && !settings.session && { Authorization: `Bearer ${settings.apiKey}` }),
      ...(workspaceId && { "X-Workspace-Id": workspaceId }),
      ...(idempotencyKey && { "Idempotency-Key": idempotencyKey }),
      ...(options.ifMatch && { "If-Match": options.ifMatch }),
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...content.headers,
      ...options.headers,
    },
    ...(body !== undefined && { body: isStream ? body : JSON.stringify(body) }),
    ...(isStream && { duplex: "half" }),
    // Some workers refuse the very word.
    ...(settings.session && { credentials: "same-origin" as const }),
  };
}

/** Unique, not secret: pages without TLS have no randomUUID, and Node 18 has no `crypto` at hand. */
function randomKey(): string {
  const part = () => Math.random().toString(36).slice(2);
  return globalThis.crypto?.randomUUID?.() ?? `${Date.now().toString(36)}-${part()}${part()}${part()}`;
}

import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { VisoliConnectionError, VisoliError } from "./errors.ts";
import { Visoli } from "./index.ts";
import type { RequestOptions, VisoliOptions } from "./options.ts";
import { createSend } from "./send.ts";

type Answer = (place: number) => Response | Promise<Response>;
const stub = {
  requests: [] as { url: string; headers: Headers }[],
  bodies: [] as string[],
  answer: (() => Response.json({})) as Answer,
};
const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  async fetch(request) {
    stub.bodies.push(await request.text());
    return stub.answer(stub.requests.push({ url: request.url, headers: new Headers(request.headers) }));
  },
});
const baseUrl = `http://127.0.0.1:${server.port}`;
const apiKey = "sk_api_secret";
beforeEach(() => {
  Object.assign(stub, { requests: [], bodies: [], answer: () => Response.json({ id: "lnk_1" }) });
});
afterAll(() => server.stop(true));

const header = (name: string) => stub.requests.map(({ headers }) => headers.get(name));
const problem = (status: number, headers: Record<string, string> = {}, more: object = {}) =>
  Response.json(
    { code: "request.rate_limited", title: "Too many", detail: "Wait", requestId: "req_1", status, ...more },
    { status, headers: { "Content-Type": "application/problem+json", ...headers } },
  );

/** A client that does not wait, but notes how long it would have. */
function patient(settings: VisoliOptions = {}) {
  const waits: number[] = [];
  const send = createSend({ apiKey, baseUrl, ...settings }, async (ms) => void waits.push(ms));
  const post = (options?: RequestOptions) => send.json("POST", "/api/v1/links", { body: {} }, options);
  const get = (options?: RequestOptions) => send.json("GET", "/api/v1/links", {}, options);
  return { send, post, get, waits };
}

async function failureOf(promise: Promise<unknown>): Promise<VisoliError> {
  return promise.then(
    () => {
      throw new Error("it did not fail");
    },
    (error) => error,
  );
}

describe("a request", () => {
  test("carries key, workspace and body", async () => {
    const visoli = new Visoli({ apiKey, baseUrl: `${baseUrl}/under/`, workspaceId: "ws_1" });
    await visoli.links.create({ url: "https://example.com/" });
    await visoli.links.get("go.example.com/größe/2027", { workspaceId: "ws_2", headers: { "X-Trace": "t" } });
    expect(header("Authorization")).toEqual(["Bearer sk_api_secret", "Bearer sk_api_secret"]);
    expect(header("X-Workspace-Id")).toEqual(["ws_1", "ws_2"]);
    expect(header("Content-Type")).toEqual(["application/json", null]);
    expect(header("X-Trace")).toEqual([null, "t"]);
    expect(stub.bodies[0]).toBe('{"url":"https://example.com/"}');
    expect(stub.requests.map(({ url }) => new URL(url).pathname)).toEqual([
      "/under/api/v1/links",
      "/under/api/v1/links/go.example.com%2Fgr%C3%B6%C3%9Fe%2F2027",
    ]);
  });

  test("of a session sends no key", async () => {
    let credentials: unknown;
    const fetch: VisoliOptions["fetch"] = (url, init) => {
      credentials = init.credentials;
      return globalThis.fetch(url, init);
    };
    await new Visoli({ baseUrl, session: true, apiKey, fetch }).usage.get();
    expect(header("Authorization")).toEqual([null]);
    expect(credentials).toBe("same-origin");
  });

  test("tells of its answer, and gives its ETag", async () => {
    stub.answer = () => Response.json({ id: "lnk_1" }, { status: 201, headers: { ETag: '"3"' } });
    const visoli = new Visoli({ apiKey, baseUrl });
    let status = 0;
    const onResponse: RequestOptions["onResponse"] = (answer) => {
      status = answer.status;
    };
    const { value, etag } = await visoli.links.getWithEtag("lnk_1", { onResponse });
    expect([value.id, etag, status]).toEqual(["lnk_1", '"3"', 201]);
    await visoli.links.update("lnk_1", { title: "New" }, { ifMatch: etag });
    expect(header("If-Match")).toEqual([null, '"3"']);
  });

  test("has no answer of its own where there is no content", async () => {
    stub.answer = () => new Response(null, { status: 204 });
    expect(await new Visoli({ apiKey, baseUrl }).links.delete("lnk_1")).toBeUndefined();
  });
});

describe("a failure", () => {
  test("is a VisoliError with all that the problem says", async () => {
    const errors = [{ path: "url", code: "invalid_format", message: "Must be a URL" }];
    stub.answer = () => problem(402, {}, { code: "plan.quota_exceeded", plan: "free", limit: 5, errors });
    const error = await failureOf(patient().post());
    expect(error).toBeInstanceOf(VisoliError);
    expect(error).toMatchObject({
      ...{ name: "VisoliError", status: 402, code: "plan.quota_exceeded", title: "Too many", detail: "Wait" },
      ...{ requestId: "req_1", errors, retryAfter: undefined, problem: { plan: "free", limit: 5 } },
    });
    expect(stub.requests.length).toBe(1);
  });

  test("that is no problem document is one all the same", async () => {
    stub.answer = () =>
      new Response("<h1>Bad gateway</h1>", { status: 400, headers: { "X-Request-Id": "r" } });
    expect(await failureOf(patient().get())).toMatchObject({ status: 400, code: "unknown", requestId: "r" });
    stub.answer = () => new Response("<h1>Welcome</h1>");
    expect(await failureOf(patient().get())).toMatchObject({ status: 200, code: "unknown" });
    expect(stub.requests.length).toBe(2);
  });

  test("of the network names neither key nor query", async () => {
    const visoli = new Visoli({ apiKey, baseUrl: "http://127.0.0.1:1", maxRetries: 0 });
    const error = await failureOf(visoli.links.list({ search: "private" }));
    expect(error).toBeInstanceOf(VisoliConnectionError);
    expect(error.message).toContain("GET http://127.0.0.1:1/api/v1/links");
    expect(`${error.message}${error.stack}`).not.toMatch(/private|sk_api/);
  });
});

describe("a retry", () => {
  test("waits as long as Retry-After says, and is the same request", async () => {
    stub.answer = (place) => (place < 3 ? problem(429, { "Retry-After": "7" }) : Response.json({}));
    const { post, waits } = patient();
    await post();
    expect(waits.map((ms) => Math.floor(ms / 1_000))).toEqual([7, 7]);
    const [key, ...others] = header("Idempotency-Key");
    expect(key).toBeString();
    expect(others).toEqual([key, key] as string[]);
    expect(new Set(stub.bodies).size).toBe(1);
  });

  test("has a key of its own even where there is no crypto, as in Node 18 and pages without TLS", async () => {
    const crypto = Object.getOwnPropertyDescriptor(globalThis, "crypto");
    for (const value of [undefined, {}]) {
      Object.defineProperty(globalThis, "crypto", { value, configurable: true });
      try {
        await patient().post();
      } finally {
        Object.defineProperty(globalThis, "crypto", crypto ?? {});
      }
    }
    const keys = header("Idempotency-Key");
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(key).toMatch(/^[\w-]{20,255}$/);
  });

  test("is not waited for longer than a minute", async () => {
    stub.answer = () => problem(429, { "Retry-After": "3600" });
    const { get, waits } = patient();
    expect(await failureOf(get())).toMatchObject({ status: 429, retryAfter: 3_600 });
    expect(waits).toEqual([]);
  });

  test("reads dates in Retry-After, too", async () => {
    const date = new Date(Date.now() + 20_000).toUTCString();
    stub.answer = (place) => (place === 1 ? problem(503, { "Retry-After": date }) : Response.json({}));
    const { get, waits } = patient();
    await get();
    expect(waits[0]).toBeWithin(15_000, 21_000);
  });

  test.each([502, 503, 504])("follows on %d, ever later, and ends", async (status) => {
    stub.answer = () => new Response("", { status });
    const { get, waits } = patient({ maxRetries: 6 });
    expect(await failureOf(get())).toMatchObject({ status });
    expect(stub.requests.length).toBe(7);
    for (const [place, ms] of waits.entries())
      expect(ms).toBeWithin(Math.min(8_000, 500 * 2 ** place) / 2, Math.min(8_000, 500 * 2 ** place) + 1);
  });

  test("follows on a lost answer, but not of what depends on a version, and never on 500", async () => {
    const { send, get, post } = patient();
    stub.answer = (place) => (place === 1 ? new Response("", { status: 502 }) : Response.json({}));
    await send.json("PATCH", "/api/v1/links/a", { body: {} });
    expect(stub.requests.length).toBe(2);
    stub.requests = [];
    await failureOf(send.json("PATCH", "/api/v1/links/a", { body: {} }, { ifMatch: '"1"' }));
    expect(stub.requests.length).toBe(1);
    stub.answer = () => problem(500);
    stub.requests = [];
    await failureOf(get());
    await failureOf(post());
    expect(stub.requests.length).toBe(2);
  });

  test("follows on a network that fails, by the caller's own Idempotency-Key", async () => {
    let calls = 0;
    const fetch: VisoliOptions["fetch"] = (url, init) =>
      ++calls === 1 ? Promise.reject(new TypeError("reset")) : globalThis.fetch(url, init);
    const { post, waits } = patient({ fetch });
    await post({ idempotencyKey: "mine" });
    expect([calls, waits.length, header("Idempotency-Key")]).toEqual([2, 1, ["mine"]]);
    calls = 0;
    expect(await failureOf(post({ maxRetries: 0 }))).toBeInstanceOf(VisoliConnectionError);
  });
});

describe("an end", () => {
  const never = () => new Promise<Response>(() => {});

  test("comes when the time is up, each time anew", async () => {
    stub.answer = never;
    const { get, waits } = patient({ timeoutMs: 20, maxRetries: 1 });
    const error = await failureOf(get());
    expect(error).toBeInstanceOf(VisoliConnectionError);
    expect(error.message).toContain("No answer within 20 ms");
    expect([stub.requests.length, waits.length]).toEqual([2, 1]);
  });

  test("comes when the body does not", async () => {
    stub.answer = () => new Response(new ReadableStream({ pull: () => never().then(() => {}) }));
    expect(await failureOf(patient({ timeoutMs: 50, maxRetries: 0 }).get())).toBeInstanceOf(
      VisoliConnectionError,
    );
  });

  test("comes with the caller's signal, with its reason and without a retry", async () => {
    const stopping = new AbortController();
    stub.answer = () => {
      stopping.abort(new Error("enough"));
      return never();
    };
    const { get, waits } = patient();
    expect((await failureOf(get({ signal: stopping.signal }))).message).toBe("enough");
    expect((await failureOf(get({ signal: stopping.signal }))).message).toBe("enough");
    expect([stub.requests.length, waits.length]).toEqual([1, 0]);
  });

  test("comes while a retry is waited for", async () => {
    const stopping = new AbortController();
    stub.answer = () => {
      setTimeout(() => stopping.abort(new Error("enough")), 1);
      return problem(429, { "Retry-After": "50" });
    };
    const visoli = new Visoli({ apiKey, baseUrl });
    expect((await failureOf(visoli.usage.get({ signal: stopping.signal }))).message).toBe("enough");
  });

  test("that never comes holds on to nothing", async () => {
    const { signal } = new AbortController();
    const listening = new Set<unknown>();
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...given: unknown[]) => {
      listening.add(given[1]);
      addEventListener.apply(signal, given as Parameters<typeof addEventListener>);
    };
    signal.removeEventListener = (...given: unknown[]) => {
      listening.delete(given[1]);
      removeEventListener.apply(signal, given as Parameters<typeof removeEventListener>);
    };
    const visoli = new Visoli({ apiKey, baseUrl });
    stub.answer = (place) =>
      place === 1
        ? Response.json({})
        : place === 2
          ? problem(404)
          : new Response("retry: 1\n\n", { status: 401 });
    await visoli.usage.get({ signal });
    await failureOf(visoli.usage.get({ signal }));
    await failureOf(visoli.clicks.stream({}, { signal }).next());
    expect([listening.size, stub.requests.length]).toEqual([0, 3]);
  });
});

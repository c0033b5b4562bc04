import { afterAll, beforeAll, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { createPublicFetch, type PublicFetchOptions } from "./fetch-public.ts";
import { drip, type LocalServer, pour, type Request, serve } from "./local-server.fixture.ts";

const OK = "HTTP/1.1 200 OK\r\n";
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;

const answers: Record<string, (request: Request) => void> = {
  "/hello": ({ socket }) => socket.end(`${OK}Content-Type: text/plain\r\nX-Two: 1\r\nX-Two: 2\r\n\r\nhello`),
  "/chunks": ({ socket }) => socket.end(`${CHUNKED}2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n`),
  "/cookies": ({ socket }) => socket.end(`HTTP/1.1 302 F\r\nSet-Cookie: a=1\r\nLocation: /hello\r\n\r\n`),
  "/missing": ({ socket }) => socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
  "/early": ({ socket }) => socket.end(`HTTP/1.1 103 Early Hints\r\n\r\n${OK}Content-Length: 2\r\n\r\nok`),
  "/latin": ({ socket }) => socket.end(Buffer.from(`${OK}X-Name: caf\xe9\r\n\r\n`, "latin1")),
  "/utf8": ({ socket }) => socket.end("HTTP/1.1 301 Moved\r\nLocation: /é?ü#f\r\n\r\n"),
  "/unmoved": ({ socket }) => socket.end("HTTP/1.1 302 Found\r\nContent-Length: 4\r\n\r\nhere"),
  "/endless": ({ socket }) => {
    socket.write(`${OK}\r\n`);
    pour(socket, "a".repeat(10_000));
  },
  "/chunk-endless": ({ socket }) => {
    socket.write(CHUNKED);
    pour(socket, `400\r\n${"a".repeat(0x400)}\r\n`);
  },
  "/headers": ({ socket }) => {
    socket.write(OK);
    pour(socket, `X-Long: ${"a".repeat(1_000)}\r\n`);
  },
  "/header": ({ socket }) => {
    socket.write(`${OK}X-Long: `);
    pour(socket, "a".repeat(1_000));
  },
  "/extension": ({ socket }) => {
    socket.write(`${CHUNKED}5;`);
    pour(socket, "a".repeat(1_000));
  },
  "/trailers": ({ socket }) => {
    socket.write(`${CHUNKED}2\r\nok\r\n0\r\n`);
    pour(socket, `X-Long: ${"a".repeat(1_000)}\r\n`);
  },
  "/silent": () => {},
  "/drip-head": ({ socket }) => {
    socket.write(`${OK}X-Long: `);
    drip(socket);
  },
  "/drip-body": ({ socket }) => {
    socket.write(`${OK}\r\n`);
    drip(socket);
  },
  "/hints": ({ socket }) => pour(socket, "HTTP/1.1 103 Early Hints\r\n\r\n"),
  "/gzip": ({ socket }) => {
    const bomb = gzipSync(new Uint8Array(20_000_000));
    socket.write(`${OK}Content-Encoding: gzip\r\nContent-Length: ${bomb.byteLength}\r\n\r\n`);
    socket.end(bomb);
  },
  "/no-http": ({ socket }) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"),
  "/http2": ({ socket }) => socket.end("HTTP/2 200\r\n\r\n"),
  "/lengths": ({ socket }) => socket.end(`${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`),
  "/huge": ({ socket }) => socket.end(`${OK}Content-Length: 99999999999999999999999\r\n\r\nok`),
  "/control": ({ socket }) => socket.end(`${OK}X-Bad: a\x01b\r\n\r\nok`),
  "/chunk-bad": ({ socket }) => socket.end(`${CHUNKED}zz\r\nok`),
  "/switch": ({ socket }) => socket.write("HTTP/1.1 101 S\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
  "/nothing": ({ socket }) => socket.end(),
  "/reset": ({ socket }) => socket.resetAndDestroy(),
  "/short": ({ socket }) => socket.end(`${OK}Content-Length: 20\r\n\r\nok`),
  "/chunk-short": ({ socket }) => socket.end(`${CHUNKED}5\r\nok`),
  "/head-body": ({ socket }) => socket.end(`${OK}Content-Length: 2\r\n\r\nok`),
};

let server: LocalServer;
beforeAll(async () => {
  server = await serve((request) => {
    const hops = /^\/hops\/(\d+)/.exec(request.path)?.[1];
    if (hops === undefined) return (answers[request.path] ?? answers["/hello"])?.(request);
    const to = hops === "0" ? "/hello" : `/hops/${Number(hops) - 1}`;
    const location = request.path.endsWith("loop") ? request.path : to;
    request.socket.end(`HTTP/1.1 307 T\r\nLocation: ${location}\r\nContent-Length: 9999\r\n\r\n`);
  });
});
afterAll(() => server.stop());

function get(path: string, options: Partial<PublicFetchOptions> = {}, request = {}) {
  const fetchPublic = createPublicFetch({
    publicUrl: "https://go.example.com",
    ports: [server.port],
    resolve: async () => ["127.0.0.1"],
    isAllowed: () => true,
    ...options,
  });
  return fetchPublic(`http://site.example:${server.port}${path}`, request);
}

async function answerTo(path: string, options: Partial<PublicFetchOptions> = {}, request = {}) {
  const outcome = await get(path, options, request);
  if (outcome.kind !== "answer") throw new Error(JSON.stringify(outcome));
  return { ...outcome, text: new TextDecoder().decode(outcome.body) };
}

test("gives status, headers and body", async () => {
  const answer = await answerTo("/hello");
  expect(answer).toMatchObject({ kind: "answer", status: 200, text: "hello", isTruncated: false });
  expect(answer.url).toBe(`http://site.example:${server.port}/hello`);
  expect(answer.headers.get("content-type")).toBe("text/plain");
  expect(answer.headers.get("x-two")).toBe("1, 2");
  expect(await answerTo("/chunks")).toMatchObject({ text: "hello" });
  expect(await answerTo("/missing")).toMatchObject({ status: 404, text: "" });
  expect(await answerTo("/early")).toMatchObject({ status: 200, text: "ok" });
  expect((await answerTo("/latin")).headers.get("x-name")).toBe("caf\xe9");
});

test("says who asks, and nothing else", async () => {
  await get("/hello?q=ü#fragment");
  expect(server.heads.at(-1)?.split("\r\n").filter(Boolean).sort()).toEqual([
    "Accept-Encoding: identity",
    "Accept: */*",
    "Connection: close",
    "GET /hello?q=%C3%BC HTTP/1.1",
    `Host: site.example:${server.port}`,
    "User-Agent: Visoli/1 (+https://go.example.com)",
  ]);
});

test("keeps no cookies between redirects", async () => {
  expect(await answerTo("/cookies")).toMatchObject({ text: "hello" });
  expect(server.heads.at(-1)).not.toMatch(/cookie|referer/i);
});

test("HEAD reads no body, whatever comes", async () => {
  expect(await answerTo("/hello", {}, { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
  expect(await answerTo("/head-body", {}, { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
  expect(await answerTo("/hops/1", {}, { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
  expect(server.heads.at(-1)).toStartWith("HEAD /hello ");
});

test("follows five redirects, and no sixth", async () => {
  expect(await answerTo("/hops/4")).toMatchObject({ text: "hello" });
  expect(await get("/hops/5")).toMatchObject({ kind: "failed", reason: "redirects" });
  const before = server.connections();
  expect(await get("/hops/1/loop")).toMatchObject({ kind: "failed", reason: "redirects" });
  expect(server.connections()).toBe(before + 6);
});

test("reads redirects as browsers do", async () => {
  expect((await answerTo("/utf8")).url).toBe(`http://site.example:${server.port}/%C3%A9?%C3%BC#f`);
  expect(await answerTo("/unmoved")).toMatchObject({ status: 302, text: "here" });
});

test.each(["/endless", "/chunk-endless"])(
  "%s: stops reading at the limit and keeps what came",
  async (path) => {
    const answer = await answerTo(path, { maxBodyBytes: 100_000 });
    expect(answer.body.byteLength).toBe(100_000);
    expect(answer.isTruncated).toBe(true);
    await server.idle();
  },
);

test("a body of just the limit is whole", async () => {
  expect(await answerTo("/hello", { maxBodyBytes: 5 })).toMatchObject({ text: "hello", isTruncated: false });
  expect(await answerTo("/hello", {}, { maxBodyBytes: 4 })).toMatchObject({
    text: "hell",
    isTruncated: true,
  });
});

test("a compressed body is not touched", async () => {
  const answer = await answerTo("/gzip");
  expect(answer).toMatchObject({ status: 200, text: "", isTruncated: false });
  await server.idle();
});

test.each(["/headers", "/header", "/extension", "/trailers", "/hints"])(
  "%s without end fail",
  async (path) => {
    expect(await get(path)).toMatchObject({ kind: "failed", reason: "protocol" });
    await server.idle();
  },
);

test.each(["/silent", "/drip-head", "/drip-body"])("%s: ends after the time limit", async (path) => {
  const url = `http://site.example:${server.port}${path}`;
  expect(await get(path, { timeoutMs: 60 })).toEqual({ kind: "failed", reason: "timeout", url });
  await server.idle();
});

test("the time limit holds for the resolver and over redirects, too", async () => {
  const never = () => new Promise<string[]>(() => {});
  expect(await get("/hello", { timeoutMs: 20, resolve: never })).toMatchObject({ reason: "timeout" });
  let asked = 0;
  const slow = () => (asked++ === 0 ? Promise.resolve(["127.0.0.1"]) : never());
  const outcome = await get("/hops/0", { timeoutMs: 200, resolve: slow });
  const path = asked === 2 ? "/hello" : "/hops/0";
  const url = `http://site.example:${server.port}${path}`;
  expect(outcome).toEqual({ kind: "failed", reason: "timeout", url });
});

test.each(["/no-http", "/http2", "/lengths", "/huge", "/control", "/chunk-bad", "/switch"])(
  "%s is no HTTP",
  async (path) => {
    expect(await get(path)).toMatchObject({ kind: "failed", reason: "protocol" });
    await server.idle();
  },
);

test.each(["/nothing", "/reset", "/short", "/chunk-short"])("%s breaks off", async (path) => {
  expect(await get(path)).toMatchObject({ kind: "failed", reason: "connection" });
  await server.idle();
});

test("says where nobody answers", async () => {
  const rejects = () => Promise.reject(new Error("ENOTFOUND"));
  expect(await get("/hello", { resolve: rejects })).toMatchObject({ kind: "failed", reason: "dns" });
  expect(await get("/hello", { resolve: async () => [] })).toMatchObject({ kind: "failed", reason: "dns" });
  const nobody = async () => ["127.0.0.2", "127.0.0.3"];
  expect(await get("/hello", { resolve: nobody })).toMatchObject({ kind: "failed", reason: "connection" });
});

test("tries the next address if one does not take the connection", async () => {
  const resolve = async () => ["127.0.0.2", "::1", "127.0.0.1"];
  expect(await answerTo("/hello", { resolve })).toMatchObject({ text: "hello" });
});

test("many at once do not disturb each other", async () => {
  const paths = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? "/hello" : "/endless"));
  const answers = await Promise.all(paths.map((path) => answerTo(path, { maxBodyBytes: 20_000 })));
  expect(answers.map(({ body }) => body.byteLength)).toEqual(
    paths.map((path) => (path === "/hello" ? 5 : 20_000)),
  );
  await server.idle();
});

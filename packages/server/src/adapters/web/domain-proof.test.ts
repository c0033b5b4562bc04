import { expect, test } from "bun:test";
import { type DomainProof, findProof } from "./domain-proof.ts";
import { createPublicFetch } from "./fetch-public.ts";
import { serve } from "./local-server.fixture.ts";
import type { FetchOutcome } from "./outcome.ts";

const asked = { host: "go.site.example", token: "abc123" };
const file = "http://go.site.example/.well-known/visoli-verification.txt";

const noRecord = () => Promise.reject(Object.assign(new Error("none"), { code: "ENOTFOUND" }));
const records = (...texts: string[][]) => {
  return async () => texts;
};

function answer(body: string | Uint8Array, more: Partial<FetchOutcome> = {}): FetchOutcome {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const headers = new Headers();
  return {
    kind: "answer",
    status: 200,
    headers,
    body: bytes,
    isTruncated: false,
    url: file,
    ...more,
  } as FetchOutcome;
}
const missing = answer("", { status: 404 } as Partial<FetchOutcome>);

async function unproven(resolveTxt: () => Promise<string[][]>, outcome: FetchOutcome) {
  const proof = await findProof(asked, { resolveTxt, fetchPublic: async () => outcome });
  if (proof.kind !== "unproven") throw new Error("proven");
  return proof;
}

test("a TXT record proves, and the file is not asked for", async () => {
  const names: string[] = [];
  const resolveTxt = async (name: string) => {
    names.push(name);
    return [["v=spf1 -all"], ["visoli-verification=other"], ["visoli-", "verification=abc123"]];
  };
  const fetchPublic = () => Promise.reject(new Error("fetched"));
  expect(await findProof(asked, { resolveTxt, fetchPublic })).toEqual({ kind: "proven", by: "dns" });
  expect(names).toEqual(["_visoli.go.site.example"]);
});

test.each(["abc123", "abc123\n", "\ufeff  abc123\r\n\r\n"])("a file of %j proves", async (content) => {
  const urls: string[] = [];
  const fetchPublic = async (url: string) => {
    urls.push(url);
    return answer(content);
  };
  const proof: DomainProof = { kind: "proven", by: "http" };
  expect(await findProof(asked, { resolveTxt: noRecord, fetchPublic })).toEqual(proof);
  expect(urls).toEqual([file]);
});

test.each([
  [["abc123"]],
  [["visoli-verification=abc1234"]],
  [["visoli-verification=ABC123"]],
  [["visoli-verification="]],
  [["visoli-verification=abc123 "], ["x"]].slice(1),
])("the TXT records %j do not", async (...texts) => {
  const { dns } = await unproven(records(...texts), missing);
  const seen = texts[0]?.join("") ?? "";
  expect(dns).toBe(
    `The TXT record at _visoli.go.site.example is "${seen}", and should be "visoli-verification=abc123".`,
  );
});

test("says which TXT record was seen", async () => {
  const none = "There is no TXT record at _visoli.go.site.example.";
  expect((await unproven(noRecord, missing)).dns).toBe(none);
  expect((await unproven(records(), missing)).dns).toBe(none);
  const others = records(["v=spf1"], ["visoli-verification=old"]);
  expect((await unproven(others, missing)).dns).toContain('is "visoli-verification=old", and');
  const long = await unproven(records(["x\u0007\n".repeat(500)]), missing);
  expect(long.dns.length).toBeLessThan(300);
  expect(long.dns).not.toMatch(/\p{Cc}/u);
  for (const code of ["ESERVFAIL", "ETIMEOUT", "EREFUSED"]) {
    const broken = () => Promise.reject(Object.assign(new Error("broken"), { code }));
    expect((await unproven(broken, missing)).dns).toStartWith("The DNS gave no answer about TXT records");
  }
});

test.each([
  [missing, `${file} answered with status 404 instead of the file.`],
  [answer(" \n"), `${file} is empty, and should hold "abc123".`],
  [answer("abc"), `${file} holds "abc", and should hold "abc123".`],
  [answer("<html>\n<p>hi"), `${file} holds "<html> <p>hi", and should hold "abc123".`],
  [answer(Uint8Array.of(0xff)), `${file} holds "\ufffd", and should hold "abc123".`],
  [
    answer("no", { url: "https://www.site.example/" }),
    `${file}, which led to https://www.site.example/, holds "no", and should hold "abc123".`,
  ],
  [
    { kind: "refused", reason: "not_public", url: file },
    `${file} does not lead to a public address on the internet.`,
  ],
  [
    { kind: "failed", reason: "timeout", url: "https://site.example/" },
    `${file}, which led to https://site.example/, did not answer in time.`,
  ],
] as [FetchOutcome, string][])("says what is wrong with the file: %#", async (outcome, seen) => {
  expect((await unproven(noRecord, outcome)).http).toBe(seen);
});

test("a token at the start of a longer file does not prove", async () => {
  const { http } = await unproven(noRecord, answer("abc123", { isTruncated: true } as Partial<FetchOutcome>));
  expect(http).toContain("holds");
});

test("reads the file over HTTP, through redirects, and no more of it than a token needs", async () => {
  const server = await serve(({ socket, path }) => {
    if (path === "/.well-known/visoli-verification.txt")
      return socket.end("HTTP/1.1 301 M\r\nLocation: /proof\r\n\r\n");
    socket.end(`HTTP/1.1 200 OK\r\n\r\nabc123\n${" ".repeat(path === "/proof" ? 0 : 9_999)}`);
  });
  const fetchPublic = createPublicFetch({
    publicUrl: "https://go.example.com",
    ports: [server.port],
    resolve: async () => ["127.0.0.1"],
    isAllowed: () => true,
  });
  const host = `go.site.example:${server.port}`;
  const proof = await findProof({ host, token: "abc123" }, { resolveTxt: noRecord, fetchPublic });
  expect(proof).toEqual({ kind: "proven", by: "http" });
  server.stop();
});

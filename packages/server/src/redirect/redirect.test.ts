import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { join } from "node:path";
import { ERRORS } from "@visoli/contract/errors";
import { temporaryFolder } from "../../../../test/engines.ts";
import { HUMAN, NOW, openRig, type Rig } from "../../../../test/redirect.ts";
import { type OpenDatabase, openDatabase } from "../db/open.ts";

const LANDING = "https://example.com/landing?from=mail";

let database: OpenDatabase;
let rig: Rig;

beforeAll(async () => {
  const onError = (error: unknown) => rig.failures.push(error);
  database = await openDatabase({ kind: "sqlite", file: join(temporaryFolder(), "links.db") }, onError);
  rig = await openRig(database, "sqlite");
  await rig.add("plain", { url: LANDING });
  await rig.add("expired", { url: "https://example.com", expires_at: NOW });
  await rig.add("early", { starts_at: NOW + 1 });
  await rig.add("off", { disabled_at: NOW });
  await rig.add("blocked", { blocked_at: NOW, block_reason: "phishing", url: "https://evil.example/" });
  await rig.add("unicode", { url: "https://bücher.example/straße?q=ä&z=%E2%82%AC#größe" });
  await rig.add("ä", { url: "https://example.com/umlaut" });
  await rig.add("header", { url: "https://example.com/%0d%0aSet-Cookie:%20a=b" });
  await rig.add("spaces", { url: "https://example.com/a b?c d" });
});
afterAll(async () => {
  await rig.close();
  await database.close();
});
beforeEach(() => {
  rig.visits.length = 0;
  rig.journal.recorded = Promise.resolve();
});

const ask: Rig["ask"] = (path, init) => rig.ask(path, init);

/** Sends the bytes as they are, and gives back whatever comes until the connection ends or nothing comes any more. */
function sendRaw(bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(rig.server.port ?? 0, "127.0.0.1", () => socket.write(bytes));
    socket.setTimeout(500, () => socket.destroy());
    socket.on("data", (data) => {
      answer += data.toString("latin1");
    });
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
  });
}
const statusOf = (answer: string) => Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 0);

describe("a link", () => {
  test("redirects by 302, kept by nobody, and counts", async () => {
    const before = rig.counts.redirect;
    const response = await ask("/plain?utm_source=qr", {
      headers: {
        ...{ "User-Agent": HUMAN, Referer: "https://example.org/x", "Accept-Language": "de" },
        ...{ "X-Forwarded-For": "6.6.6.6, 203.0.113.9", "Sec-Purpose": "prefetch" },
      },
    });
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe("https://example.com/landing?from=mail");
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(response.headers.get("x-robots-tag")).toBe("noindex");
    expect(response.headers.get("x-request-id")).toMatch(/^req_\w+$/);
    expect(await response.text()).toBe("");
    const { link, ...visit } = rig.visits[0] ?? {};
    expect(link).toMatchObject({ slug: "plain", workspaceId: rig.workspaceId, domain: "" });
    expect(visit).toEqual({
      ...{ at: NOW, query: "utm_source=qr", address: "203.0.113.9", agent: HUMAN },
      ...{ trigger: "", rule: "", variant: "" },
      ...{ referrer: "https://example.org/x", acceptLanguage: "de", purpose: "prefetch" },
      isPrivate: false,
    });
    expect([rig.visits.length, rig.counts.redirect]).toEqual([1, before + 1]);
  });

  test("answers only when the click is safe", async () => {
    const safe = Promise.withResolvers<void>();
    rig.journal.recorded = safe.promise;
    let answered = false;
    const response = ask("/plain").finally(() => {
      answered = true;
    });
    while (rig.visits.length === 0) await Bun.sleep(1);
    await Bun.sleep(20);
    expect(answered).toBe(false);
    safe.resolve();
    expect((await response).status).toBe(302);
  });

  test("does not count a HEAD", async () => {
    const response = await ask("/plain", { method: "HEAD" });
    expect([response.status, response.headers.get("location")]).toEqual([302, LANDING]);
    expect(rig.visits).toEqual([]);
  });

  test("minds no body of a GET", async () => {
    const answer = await sendRaw(
      "GET /plain HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
    );
    expect([statusOf(answer), rig.visits.length]).toEqual([302, 1]);
  });

  test("is found in any spelling of its slug", async () => {
    for (const path of ["/ä", "/%C3%A4", "/a%CC%88", "/%c3%a4"]) {
      expect((await ask(path)).headers.get("location")).toBe("https://example.com/umlaut");
    }
  });

  test("leads to an address in ASCII, whatever its destination", async () => {
    const locationOf = async (path: string) => (await ask(path)).headers.get("location");
    expect(await locationOf("/unicode")).toBe(
      "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A4&z=%E2%82%AC#gr%C3%B6%C3%9Fe",
    );
    expect(await locationOf("/spaces")).toBe("https://example.com/a%20b?c%20d");
    const header = await ask("/header");
    expect([header.headers.get("location"), header.headers.get("set-cookie")]).toEqual([
      "https://example.com/%0d%0aSet-Cookie:%20a=b",
      null,
    ]);
  });
});

describe("what leads nowhere", () => {
  test.each([
    ["/nothing", 404, "link.not_found"],
    ["/expired", 410, "link.expired"],
    ["/a/b", 404, "link.not_found"],
    ["/plain/b", 404, "link.not_found"],
    ["/%zz", 404, "link.not_found"],
    ["/early", 404, "link.not_started"],
    ["/off", 404, "link.disabled"],
    ["/blocked", 403, "link.blocked"],
  ] as const)("%s is a page with %d for people, and a problem for programs", async (path, status, code) => {
    const page = await ask(path, { headers: { Accept: "text/html,application/json;q=0.9,*/*;q=0.8" } });
    expect([page.status, page.headers.get("content-type")]).toEqual([status, "text/html; charset=utf-8"]);
    expect((await ask(path)).headers.get("content-type")).toStartWith("text/html");
    for (const accept of ["application/json", "application/problem+json"]) {
      const problem = await ask(path, { headers: { Accept: accept } });
      expect([problem.status, problem.headers.get("content-type")]).toEqual([
        status,
        "application/problem+json",
      ]);
      expect(await problem.json()).toMatchObject({
        ...{ code, status, title: ERRORS[code].title, type: `https://go.example/docs/errors/${code}` },
        requestId: problem.headers.get("x-request-id"),
      });
    }
    expect(rig.visits.filter((visit) => visit.trigger !== "orphan")).toEqual([]);
  });

  test("a page lets nothing run or load but its own style, and is not kept", async () => {
    for (const path of ["/nothing", "/expired", "/early", "/off", "/blocked", "/"]) {
      const page = await ask(path);
      const html = await page.text();
      const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? "";
      const hash = new Bun.CryptoHasher("sha256").update(style).digest("base64");
      const policy = page.headers.get("content-security-policy") ?? "";
      expect(policy).toStartWith("default-src 'none'");
      expect(policy).toContain(`style-src 'sha256-${hash}'`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(html).not.toMatch(/<script|javascript:|\son\w+=|<img|<link|<iframe|style=/i);
      expect(page.headers.get("x-content-type-options")).toBe("nosniff");
      expect(page.headers.get("cache-control")).toBe("no-store");
      expect(page.headers.get("x-robots-tag")).toBe("noindex");
    }
  });

  test("a page repeats nothing of the address asked for", async () => {
    const html = await (await ask("/%3Cscript%3Ealert(1)%3C/script%3E?a=%22onload=x")).text();
    expect(html).not.toMatch(/alert|onload/);
  });

  test("a blocked link says what for, and not where it led", async () => {
    const html = await (await ask("/blocked")).text();
    expect(html).toContain("tries to get passwords");
    expect(html).not.toContain("evil.example");
  });

  test("the front page is there, and counts as no link", async () => {
    const before = { ...rig.counts };
    const response = await ask("/");
    expect([response.status, rig.counts, rig.visits]).toEqual([200, before, []]);
    expect((await ask("/", { method: "HEAD" })).status).toBe(200);
  });
});

describe("methods", () => {
  test.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
    "%s is answered 405, with those that work",
    async (method) => {
      for (const path of ["/plain", "/nothing", "/"]) {
        const response = await ask(path, { method });
        expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
        expect(await response.json()).toMatchObject({ code: "request.method_not_allowed" });
      }
      expect(rig.visits).toEqual([]);
    },
  );

  test.each(["TRACE", "CONNECT", "get", "PROPFIND", "G\0T"])("%s by hand does no harm", async (method) => {
    const answer = await sendRaw(`${method} /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect([0, 400, 405, 501, 505]).toContain(statusOf(answer));
    expect(answer.toLowerCase()).not.toContain("\r\nlocation:");
    expect(rig.visits).toEqual([]);
  });
});

describe("attempts to be led elsewhere", () => {
  test.each([
    ...["//evil.com", "//evil.com/..", "/\\evil.com", "/%5Cevil.com", "/%2F%2Fevil.com", "/https://evil.com"],
    ...[
      "/%0d%0aLocation:%20https://evil.com",
      "/plain%0d%0aLocation:https://evil.com",
      "/plain/../..//evil.com",
    ],
    ...["/@evil.com", "/plain@evil.com", "/.evil.com", "/plain;@evil.com", "/%00plain"],
  ])("%s finds no link", async (path) => {
    const answer = await sendRaw(`GET ${path} HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n`);
    expect([400, 404]).toContain(statusOf(answer));
    expect(answer.toLowerCase()).not.toContain("\r\nlocation:");
  });

  test.each([
    ...["/plain?url=https://evil.com", "/plain?%0d%0aLocation:https://evil.com", "/plain#//evil.com"],
    ...["https://evil.com/plain", "http://evil.com:1/plain", "/plain?//evil.com"],
  ])("%s leads where the link leads, if anywhere", async (target) => {
    for (const host of [
      "go.example",
      "evil.com",
      "evil.com/x",
      "",
      "a:b:c",
      "evil.com\r\nX-Forwarded-Host: evil.com",
    ]) {
      const answer = await sendRaw(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      const location = /^location: (.*)$/im.exec(answer)?.[1]?.trim();
      expect([undefined, "https://example.com/landing?from=mail"]).toContain(location);
      expect([302, 400, 404]).toContain(statusOf(answer));
    }
  });
});

describe("bytes that no browser sends", () => {
  test.each([
    ["HTTP/1.0 without a host", "GET /plain HTTP/1.0\r\n\r\n", [302, 400]],
    ["HTTP/1.1 without a host", "GET /plain HTTP/1.1\r\nConnection: close\r\n\r\n", [302, 400]],
    ["HTTP/0.9", "GET /plain\r\n\r\n", [0, 400, 505]],
    [
      "an absolute address",
      "GET http://go.example/plain HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n",
      [302],
    ],
    ["an asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", [400, 404, 405]],
    ["no path", "GET  HTTP/1.1\r\nHost: a\r\n\r\n", [0, 400]],
    ["a path without a slash", "GET plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", [400, 404]],
    [
      "a path of 15 KB",
      `GET /${"a".repeat(15_000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      [404, 414, 431],
    ],
    [
      "a query of 15 KB",
      `GET /plain?utm_source=${"a".repeat(15_000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      [302, 431],
    ],
    ["a path of 1 MB", `GET /${"a".repeat(1_000_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, [0, 400, 414, 431]],
    [
      "an agent of 15 KB",
      `GET /plain HTTP/1.1\r\nHost: a\r\nUser-Agent: ${"a".repeat(15_000)}\r\nConnection: close\r\n\r\n`,
      [302, 431],
    ],
    [
      "a path in Latin-1",
      Buffer.from("GET /\xe4 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "latin1"),
      [400, 404],
    ],
    ["a path in UTF-8", "GET /ä HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", [302, 400, 404]],
    [
      "headers in no encoding",
      Buffer.from(
        "GET /plain HTTP/1.1\r\nHost: a\r\nUser-Agent: \xff\xfe\x80\r\nReferer: \xc3\r\nConnection: close\r\n\r\n",
        "latin1",
      ),
      [302, 400],
    ],
    [
      "a NUL in a header",
      "GET /plain HTTP/1.1\r\nHost: a\r\nUser-Agent: a\0b\r\nConnection: close\r\n\r\n",
      [0, 302, 400],
    ],
    [
      "two lengths",
      "GET /plain HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n",
      [0, 302, 400],
    ],
    ["the start of TLS", Buffer.from("160301020001000000fc0303", "hex"), [0, 400]],
    ["noise", Buffer.from(Array.from({ length: 2_000 }, (_, index) => (index * 197) % 256)), [0, 400]],
    ["nothing", "", [0]],
  ])("%s do no harm", async (_, bytes, statuses) => {
    const answer = await sendRaw(bytes);
    expect(statuses).toContain(statusOf(answer));
    expect((await ask("/plain")).status).toBe(302);
  });

  test("a connection that ends early ends nothing else", async () => {
    for (const bytes of ["GET /plain HTTP/1.1\r\nHo", "GET /plain HTTP/1.1\r\nHost: a\r\n\r\n"]) {
      const socket = connect(rig.server.port ?? 0, "127.0.0.1", () =>
        socket.write(bytes, () => socket.resetAndDestroy()),
      );
      await new Promise((resolve) => socket.on("close", resolve));
    }
    expect((await ask("/plain")).status).toBe(302);
  });
});

test("nothing of all this was an error of ours", () => {
  expect(rig.failures).toEqual([]);
});

import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { pino } from "pino";
import { createWebRisk } from "./web-risk.ts";

const NOW = Date.UTC(2027, 0, 15, 12);
let server: ReturnType<typeof Bun.serve>;
let asked: { uri: string; types: string[]; key: string | null; path: string }[] = [];
let answer: () => Response | Promise<Response> = () => Response.json({});
const logged: string[] = [];

beforeAll(() => {
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      asked.push({
        uri: searchParams.get("uri") ?? "",
        types: searchParams.getAll("threatTypes"),
        key: request.headers.get("x-goog-api-key"),
        path: pathname,
      });
      return answer();
    },
  });
});
afterAll(() => server.stop(true));
beforeEach(() => {
  asked = [];
  logged.length = 0;
  answer = () => Response.json({});
});

function open(clock = { now: NOW }, url = server.url.origin) {
  const log = pino({}, { write: (line: string) => void logged.push(line) });
  return createWebRisk({ key: "the-key", url }, log, () => clock.now);
}

const threat = (...threatTypes: string[]) =>
  Response.json({ threat: { threatTypes, expireTime: new Date(NOW + 300_000).toISOString() } });

test("asks for the three kinds of threat, with the key in a header, without password and fragment", async () => {
  expect(await open()("https://user:secret@bad.example/x?y=1&z=ä#part")).toEqual({ kind: "clean" });
  expect(asked).toEqual([
    {
      uri: "https://bad.example/x?y=1&z=%C3%A4",
      types: ["MALWARE", "SOCIAL_ENGINEERING", "UNWANTED_SOFTWARE"],
      key: "the-key",
      path: "/v1/uris:search",
    },
  ]);
});

test("a threat is remembered until the answer expires, a clean address for ten minutes", async () => {
  const clock = { now: NOW };
  const ask = open(clock);
  answer = () => threat("SOCIAL_ENGINEERING", "MALWARE");
  const verdict = { kind: "threat", types: ["SOCIAL_ENGINEERING", "MALWARE"] };
  expect(await ask("https://bad.example/")).toEqual(verdict as never);
  answer = () => Response.json({});
  clock.now = NOW + 299_999;
  expect(await ask("https://bad.example/")).toEqual(verdict as never);
  clock.now = NOW + 300_000;
  expect(await ask("https://bad.example/")).toEqual({ kind: "clean" });
  clock.now += 599_999;
  await ask("https://bad.example/");
  expect(asked).toHaveLength(2);
  clock.now += 1;
  await ask("https://bad.example/");
  expect(asked).toHaveLength(3);
});

test("who asks about the same address at the same time waits for one answer", async () => {
  const ask = open();
  await Promise.all(Array.from({ length: 20 }, () => ask("https://example.com/")));
  expect(asked).toHaveLength(1);
});

test.each([
  [400, false],
  [401, true],
  [403, true],
  [404, false],
  [414, false],
  [429, true],
  [500, true],
  [503, true],
])("status %d is no verdict, and passes: %p; nothing of it is remembered", async (status, isPassing) => {
  const ask = open();
  answer = () => Response.json({ error: {} }, { status });
  expect(await ask("https://example.com/")).toEqual({ kind: "unknown", isPassing });
  expect(logged.join("")).toContain("Web Risk");
  answer = () => threat("MALWARE");
  expect(await ask("https://example.com/")).toMatchObject({ kind: "threat" });
});

test.each([
  ["no JSON", () => new Response("<html>")],
  ["another shape", () => Response.json({ threat: { threatTypes: "MALWARE" } })],
  ["a redirect", () => Response.redirect("https://elsewhere.example/", 302)],
])("%s is no verdict", async (_, odd) => {
  answer = odd;
  expect(await open()("https://example.com/")).toEqual({ kind: "unknown", isPassing: true });
});

test("a service that is away is no verdict; the log says so, without the address and the key", async () => {
  const ask = open({ now: NOW }, "http://127.0.0.1:1");
  expect(await ask("https://example.com/secret-path")).toEqual({ kind: "unknown", isPassing: true });
  expect(logged).toHaveLength(1);
  expect(logged[0]).not.toContain("secret-path");
  expect(logged[0]).not.toContain("the-key");
});

test("what is no web address is not asked about", async () => {
  const ask = open();
  for (const url of ["mailto:a@example.com", "nonsense", "myapp://x"])
    expect(await ask(url)).toEqual({ kind: "clean" });
  expect(asked).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Client, click, createClient, type Link, type Problem } from "./client.ts";
import { notHttp, type OpenApi, requestsFor, targetsOf } from "./fuzz-inputs.ts";
import { type RawAnswer, type RawRequest, rawBytes, sendRaw } from "./raw-http.ts";
import { endAll, type Server, startServer } from "./server.ts";

const RUNS_AN_OPERATION = 150;

/** Sends what the arbitrary makes and checks it; the failure says in a line what was sent, and how to make it again. */
function checkEach<Input>(
  inputs: fc.Arbitrary<Input>,
  numRuns: number,
  check: (input: Input) => Promise<void>,
) {
  return fc.assert(fc.asyncProperty(inputs, check), {
    numRuns,
    reporter({ failed, seed, counterexamplePath, errorInstance }) {
      if (failed)
        throw new Error(`${errorInstance} (seed ${seed}, path ${counterexamplePath?.slice(0, 200)})`, {
          cause: errorInstance,
        });
    },
  });
}

let server: Server;
let client: Client;
let openApi: OpenApi;
let link: Link;
/** Names of links that nothing depends on. */
const victims: string[] = [];
beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: "1" } });
  client = createClient(server.url, server.apiKey);
  openApi = (await client.get<OpenApi>("/api/openapi.json")).body;
  link = await client.createLink({ url: "https://example.com/fuzz" });
  for (let index = 0; index < 20; index++) {
    const victim = await client.createLink({
      url: "https://example.com/",
      externalId: `${index}`,
      tags: ["a"],
    });
    victims.push(
      victim.id,
      victim.slug,
      `ext_${index}`,
      encodeURIComponent(`${new URL(server.url).host}/${victim.slug}`),
    );
  }
});
afterAll(endAll);

/** What must be true of any answer to anything: no failure of ours, and every refusal a problem document. */
function expectProper(answer: RawAnswer | null, codes: Set<string>): void {
  if (!answer) throw new Error("closed without an answer");
  expect(answer.status).toBeLessThan(500);
  if (answer.status < 400) return;
  expect(answer.headers.get("content-type")).toStartWith("application/problem+json");
  const problem = JSON.parse(answer.body) as Problem;
  expect(problem.status).toBe(answer.status);
  expect(problem.requestId).toMatch(/^req_\w+$/);
  expect(answer.headers.get("x-request-id")).toBe(problem.requestId);
  expect(codes).toContain(problem.code);
}

async function expectAlive(): Promise<void> {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect((await click(link.shortUrl)).headers.get("location")).toBe(link.url);
  const made = await client.createLink({ url: "https://example.com/alive" });
  expect((await click(made.shortUrl)).status).toBe(302);
  expect((await client.stats()).totals.clicks).toBeGreaterThanOrEqual(0);
}

const shown = ({ method, target, headers, body }: RawRequest) =>
  `${method} ${target.slice(0, 300)} ${headers.map(([name, value]) => `${name}: ${Buffer.from(value).toString("latin1").slice(0, 100)}`)} ${body && Buffer.from(body).toString("latin1").slice(0, 300)}`;

describe("anything at all, sent to every operation", () => {
  test("is answered or refused properly, and the service lives on", async () => {
    const problemSchema = openApi.components.schemas.Problem as { properties: { code: { enum: string[] } } };
    const codes = new Set(problemSchema.properties.code.enum);
    const targets = targetsOf(openApi);
    expect(targets.length).toBeGreaterThan(8);
    const statuses = new Map<number, number>();
    for (const target of targets) {
      const check = async (request: RawRequest) => {
        const answer = await sendRaw(server.port, rawBytes(request));
        if (answer) statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        try {
          expectProper(answer, codes);
        } catch (cause) {
          throw new Error(`${shown(request)} -> ${answer?.status} ${answer?.body.slice(0, 300)}`, { cause });
        }
      };
      await checkEach(requestsFor(target, server.apiKey, victims), RUNS_AN_OPERATION, check);
    }
    console.log(
      `${targets.length} operations: ${[...statuses]
        .sort()
        .map(([status, count]) => `${status} ${count}x`)
        .join(", ")}`,
    );
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 404, 415, 422]));
    await expectAlive();
  });

  test("short links with odd paths, queries and headers", async () => {
    const paths = {
      method: "GET",
      path: "/{slug}",
      queryNames: ["utm_source", "utm_content"],
      headerNames: ["Sec-Purpose"],
      fields: null,
    };
    const known = { ...paths, path: `/${link.slug}` };
    for (const target of [paths, known]) {
      const check = async (request: RawRequest) => {
        const answer = await sendRaw(server.port, rawBytes(request));
        const expected = target === known ? [302] : [200, 302, 404, 410];
        if (!answer || !expected.includes(answer.status))
          throw new Error(`${shown(request)} -> ${answer?.status}`);
      };
      await checkEach(requestsFor(target, server.apiKey, victims), 150, check);
    }
    await expectAlive();
  });

  test("what is no HTTP is refused or cut off, never failed at", async () => {
    const check = async (bytes: Uint8Array) => {
      const answer = await sendRaw(server.port, bytes);
      if (answer && answer.status >= 500 && answer.status !== 505)
        throw new Error(`${answer.status} ${answer.body}`);
    };
    await checkEach(notHttp, 100, check);
    await expectAlive();
  });
});

test("each error leads to a page that explains it", async () => {
  const { body } = await client.get<Problem>("/api/v1/links/lnk_nothing");
  expect(body.type).toStartWith(server.url);
  const page = await fetch(body.type);
  expect([page.status, (await page.text()).includes(body.code)]).toEqual([200, true]);
});

test("none of it made the log say that something unexpected failed", () => {
  const failures = server
    .stdout()
    .split("\n")
    .filter((line) => line.includes('"level":50'));
  expect(failures).toEqual([]);
});

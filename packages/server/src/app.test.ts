import { expect, test } from "bun:test";
import { ERRORS, type ErrorCode, ProblemSchema } from "@visoli/contract/errors";
import openApi from "@visoli/contract/openapi.json";
import fc from "fast-check";
import { ask, countRows, forEachDatabase } from "../../../test/context.ts";
import { describeApi } from "./app.ts";

type Operation = { responses: Record<string, { description: string }> };
type Route = { method: string; path: string; responses: Operation["responses"] };

const ROUTES: Route[] = Object.entries(openApi.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Operation>).map(([method, { responses }]) => ({
    method: method.toUpperCase(),
    path,
    responses,
  })),
);
const url = "https://example.com/";
const runs = { numRuns: 100 };

/** Whether the document lists the code among those that the route can answer. */
function isListed(route: Route, status: number, code: ErrorCode): boolean {
  return route.responses[status]?.description.split(", ").includes(code) ?? false;
}

const junkText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 50 }),
  fc.string({ unit: "grapheme", maxLength: 50 }),
  fc.constantFrom(
    "",
    "\0",
    "\ud800",
    "' or 1=1 --",
    "../..",
    "%",
    "%00",
    "%ff",
    "null",
    "💩",
    "__proto__",
    "-1",
    "1e999",
  ),
  fc.integer({ min: 100, max: 20_000 }).map((length) => "x".repeat(length)),
);
const junk = fc.oneof(
  { depthSize: "small" },
  junkText,
  fc.jsonValue(),
  fc.constantFrom(
    null,
    true,
    0,
    -0,
    1e308,
    2 ** 53,
    [],
    {},
    [[[]]],
    "2027-01-01T00:00:00Z",
    "https://a.example/",
  ),
);
const FIELDS = [
  "url",
  "slug",
  "externalId",
  "expiresAt",
  "title",
  "tags",
  "name",
  "scopes",
  "expiredAt",
  "__proto__",
  "x",
];
const body = fc.oneof(
  fc
    .dictionary(fc.constantFrom(...FIELDS), junk, { maxKeys: 6 })
    .map((fields) => JSON.stringify({ ...fields })),
  fc
    .record({ url: fc.constant(url) })
    .chain((base) =>
      fc
        .tuple(fc.constantFrom(...FIELDS.slice(1)), junk)
        .map(([field, value]) => JSON.stringify({ ...base, [field]: value })),
    ),
  fc.json(),
  junkText,
);
const PARAMETERS = [
  "limit",
  "cursor",
  "search",
  "tag",
  "start",
  "end",
  "timezone",
  "interval",
  "groupBy",
  "link",
  "include",
  "country",
  "startDate",
  "endDate",
];
const query = fc.dictionary(fc.oneof(fc.constantFrom(...PARAMETERS), junkText), junkText, { maxKeys: 4 });
const HEADERS = [
  "idempotency-key",
  "if-match",
  "content-type",
  "content-length",
  "accept",
  "origin",
  "x-forwarded-for",
  "range",
  "expect",
  "accept-encoding",
  "if-none-match",
  "authorization",
];
const headerText = fc.oneof(
  fc.string({
    unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
    maxLength: 300,
  }),
  fc.constantFrom("*", '"1"', "application/json", "text/html", "é"),
);
const headers = fc.dictionary(fc.constantFrom(...HEADERS), headerText, { maxKeys: 3 });
const reference = fc.oneof(
  junkText,
  fc.constantFrom("lnk_x", "ext_x", "ext_", "localhost:3000/x", "a/b", "."),
);

/** The address with the parameter filled in; what cannot stand in one stands there as it is, as a rude client sends it. */
function address(path: string, id: string, parameters: Record<string, string>): string {
  const encode = (text: string) => {
    try {
      return encodeURIComponent(text);
    } catch {
      return "%ED%A0%80";
    }
  };
  const filled = path.replace(/\{\w+\}/, id.startsWith("%") ? id : encode(id) || "%20");
  const pairs = Object.entries(parameters).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.length > 0 ? `${filled}?${pairs.join("&")}` : filled;
}

forEachDatabase("the API", (world) => {
  /** Sends what chance made of it; whatever comes, it is an answer of the contract, and a refusal changes nothing. */
  async function expectAnAnswer(
    route: Route,
    path: string,
    request: { body?: string; headers: Record<string, string>; key: string },
  ) {
    const before = await countRows(world());
    const { body: text, ...rest } = request;
    const hasBody = ["POST", "PATCH", "PUT"].includes(route.method);
    const response = await ask(world(), route.method, path, { ...rest, body: hasBody ? text : undefined });
    expect(response.headers.get("X-Request-Id")).toStartWith("req_");
    if (response.status < 400) return;
    expect([response.status < 500, world().logged.filter((line) => line.includes('"err"'))]).toEqual([
      true,
      [],
    ]);
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    const problem = ProblemSchema.strict().parse(await response.json());
    expect([problem.status, ERRORS[problem.code].status]).toEqual([response.status, response.status]);
    expect(await countRows(world())).toEqual(before);
    // Junk in the path may lead to another address, or to none.
    if (!problem.code.startsWith("route.") && problem.code !== "request.method_not_allowed") {
      expect([route.path, problem.code, isListed(route, response.status, problem.code)]).toEqual([
        route.path,
        problem.code,
        true,
      ]);
    }
  }

  for (const route of ROUTES) {
    test(`${route.method} ${route.path} answers any request as the contract says`, async () => {
      const { text } = await world().key();
      await fc.assert(
        fc.asyncProperty(
          reference,
          query,
          headers,
          body,
          fc.boolean(),
          async (id, parameters, head, content, isPlain) => {
            const request = { body: content, key: text, headers: isPlain ? {} : head };
            await expectAnAnswer(route, address(route.path, id, isPlain ? {} : parameters), request);
          },
        ),
        runs,
      );
    }, 60_000);
  }

  test("every route refuses a key without scopes and no key at all, as its document says", async () => {
    const { ctx } = world();
    const bare = await world().key();
    await ctx.db.updateTable("api_keys").set({ scopes: "[]" }).where("id", "=", bare.id).execute();
    for (const route of ROUTES) {
      const path = route.path.replace(/\{\w+\}/, "x");
      const content = route.path.endsWith("/keys") ? { name: "x" } : route.method === "PATCH" ? {} : { url };
      const hasBody = route.method === "POST" || route.method === "PATCH";
      for (const [key, status, code] of [
        [bare.text, 403, "auth.missing_scope"],
        [undefined, 401, "auth.unauthenticated"],
      ] as const) {
        const response = await ask(world(), route.method, path, { key, ...(hasBody && { body: content }) });
        expect([route, await response.json()]).toEqual([route, expect.objectContaining({ status, code })]);
        expect(isListed(route, status, code)).toBe(true);
      }
    }
  });

  test("every route lists failures of ours and of an engine, and no code that is not in the table", () => {
    for (const route of ROUTES) {
      expect([isListed(route, 500, "internal.unknown"), isListed(route, 503, "service.unavailable")]).toEqual(
        [true, true],
      );
      for (const [status, { description }] of Object.entries(route.responses)) {
        if (Number(status) < 400) continue;
        for (const code of description.split(", "))
          expect(ERRORS[code as ErrorCode]?.status).toBe(Number(status) as 400);
      }
    }
  });

  test("the document that is served is the one the routes describe", async () => {
    const served = await (await ask(world(), "GET", "/api/openapi.json")).json();
    expect(served).toEqual(JSON.parse(JSON.stringify(describeApi(world().app))));
    expect(served).toEqual(openApi);
  });

  test("with another workspace's ids every route says 404, and changes nothing", async () => {
    const theirs = await (await world().stranger()).key();
    const created = await ask(world(), "POST", "/api/v1/links", {
      key: theirs.text,
      body: { url, slug: "two-worlds", externalId: "two-worlds" },
    });
    const { id } = (await created.json()) as { id: string };
    const { text: key } = await world().key();
    const before = await countRows(world());
    for (const route of ROUTES.filter((each) => each.path.includes("{"))) {
      const names = route.path.includes("/keys/")
        ? [theirs.id]
        : [id, "ext_two-worlds", "localhost:3000/two-worlds", "two-worlds"];
      for (const name of names) {
        const path = route.path.replace(/\{\w+\}/, encodeURIComponent(name));
        const response = await ask(world(), route.method, path, {
          key,
          ...(route.method === "PATCH" && { body: { title: "mine" } }),
        });
        expect([route.method, path, response.status]).toEqual([route.method, path, 404]);
      }
    }
    for (const name of [id, "ext_two-worlds", "localhost:3000/two-worlds", `!${id}`]) {
      const response = await ask(world(), "GET", `/api/v1/stats?link=${encodeURIComponent(name)}`, { key });
      expect([name, response.status]).toEqual([name, 404]);
    }
    expect(await countRows(world())).toEqual(before);
  });

  test("what is not there and what is another's are told in the same words", async () => {
    const theirs = await (await world().stranger()).key();
    const { text: key } = await world().key();
    const bodies = [];
    for (const id of [theirs.id, theirs.id.replace(/.$/, "-")]) {
      const { requestId: _, ...rest } = (await (
        await ask(world(), "DELETE", `/api/v1/keys/${id}`, { key })
      ).json()) as Record<string, string>;
      bodies.push({ ...rest, detail: rest.detail?.replace(id, "ID") });
    }
    expect(bodies[0]).toEqual(bodies[1]);
  });
});

test("every pattern in the OpenAPI document is a regular expression that a program can use", () => {
  const patterns = [...JSON.stringify(openApi).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)];
  expect(patterns.length).toBeGreaterThan(0);
  for (const [, pattern = ""] of patterns) expect(JSON.parse(pattern)).not.toMatch(/\/[a-z]*$/);
});

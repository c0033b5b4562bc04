import { expect, test } from "bun:test";
import { ERRORS, type ErrorCode, type Problem, ProblemSchema } from "@visoli/contract/errors";
import { z } from "zod";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { problem } from "./errors.ts";
import { problemResponse, refuseInvalid } from "./http.ts";

/** What a schema's refusal names: [path, code] of each faulty field. */
function refused(schema: z.ZodType, input: unknown): [string, string][] {
  try {
    refuseInvalid(schema.safeParse(input));
    return [];
  } catch (error) {
    return (error as Problem).errors?.map((fault) => [fault.path, fault.code]) ?? [];
  }
}

test("every error is a problem document of its own type, not to be stored", async () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[]) {
    const response = problemResponse(problem(code, "because"), "req_1", "https://go.example.com");
    const { status, title } = ERRORS[code];
    expect(response.status).toBe(status);
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    const document = ProblemSchema.strict().parse(await response.json());
    const type = `https://go.example.com/docs/errors/${code}`;
    expect(document).toEqual({ type, title, status, detail: "because", code, requestId: "req_1" });
  }
});

test("a 401 says how to sign in, a 503 when to come back", () => {
  const headers = (code: ErrorCode) => problemResponse(problem(code, ""), "req_1", "").headers;
  expect(headers("auth.unauthenticated").get("WWW-Authenticate")).toBe("Bearer");
  expect(headers("service.unavailable").get("Retry-After")).toMatch(/^[1-9]\d*$/);
});

test("fields are named with dots, and by what is wrong with them", () => {
  const schema = z.strictObject({ a: z.string(), b: z.array(z.int().max(5)).optional() });
  expect(refused(schema, {})).toEqual([["a", "required"]]);
  expect(refused(schema, { a: 1, b: [1, 6, "x"] })).toEqual([
    ["a", "invalid_type"],
    ["b.1", "too_big"],
    ["b.2", "invalid_type"],
  ]);
  expect(refused(schema, { a: "", c: 1, d: 2 })).toEqual([
    ["c", "unknown_field"],
    ["d", "unknown_field"],
  ]);
  expect(refused(schema, null)).toEqual([["", "invalid_type"]]);
});

forEachDatabase("problem documents", (world) => {
  test("the request's id is in the body, the header and the log, and differs each time", async () => {
    const ids: string[] = [];
    for (const path of ["/api/v1/links", "/nothing", "/api/v1/links?limit=0"]) {
      const response = await ask(world(), "GET", path);
      const { requestId } = ProblemSchema.parse(await response.json());
      expect(response.headers.get("X-Request-Id")).toBe(requestId);
      expect(world().logged.some((line) => line.includes(`"${requestId}"`))).toBe(true);
      ids.push(requestId);
    }
    expect(new Set(ids).size).toBe(3);
  });

  test("an answer that is no error carries the request's id too", async () => {
    const response = await ask(world(), "GET", "/healthz");
    expect(response.headers.get("X-Request-Id")).toStartWith("req_");
  });

  test("all faulty fields are named at once, each once", async () => {
    const { text: key } = await world().key();
    const body = { url: "javascript:1", slug: "a b", expiresAt: "soon", tags: "x", titel: "y" };
    const response = await ask(world(), "POST", "/api/v1/links", { key, body });
    const { errors } = ProblemSchema.parse(await response.json());
    expect(errors?.map((fault) => fault.path).sort()).toEqual(["expiresAt", "slug", "tags", "titel", "url"]);
  });

  test("unknown query parameters are refused by name", async () => {
    const { text: key } = await world().key();
    for (const path of ["/api/v1/links", "/api/v1/keys", "/api/v1/stats"]) {
      const response = await ask(world(), "GET", `${path}?lmit=5&page=2`, { key });
      expect(response.status).toBe(422);
      const { errors } = ProblemSchema.parse(await response.json());
      expect(errors?.map(({ path: field, code }) => [field, code])).toEqual([
        ["lmit", "unknown_field"],
        ["page", "unknown_field"],
      ]);
    }
  });
});

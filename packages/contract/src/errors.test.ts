import { expect, test } from "bun:test";
import { ERRORS, ProblemSchema } from "./errors.ts";

test("every code is two names with a dot, has an error status and a title", () => {
  for (const [code, { status, title }] of Object.entries(ERRORS)) {
    expect(code).toMatch(/^[a-z_]+\.[a-z_]+$/);
    expect(status).toBeWithin(400, 600);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
  }
});

test("a problem document with a code that is not in the table is none", () => {
  const document = { type: "t", title: "t", status: 422, detail: "d", requestId: "req_1" };
  expect(ProblemSchema.safeParse({ ...document, code: "request.invalid" }).success).toBe(true);
  expect(ProblemSchema.safeParse({ ...document, code: "request.weird" }).success).toBe(false);
});

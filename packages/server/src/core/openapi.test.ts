import { expect, test } from "bun:test";
import { ERRORS } from "@visoli/contract/errors";
import { problems } from "./openapi.ts";

const codes = (responses: ReturnType<typeof problems>) =>
  Object.entries(responses).flatMap(([status, { description }]) =>
    description.split(", ").map((code) => [code, Number(status)] as const),
  );

test("every code stands under its own status, once", () => {
  const listed = codes(problems("write", "link.not_found", "link.slug_taken", "link.external_id_taken"));
  for (const [code, status] of listed) expect(ERRORS[code as keyof typeof ERRORS].status).toBe(status as 400);
  expect(new Set(listed.map(([code]) => code)).size).toBe(listed.length);
});

test("what writes can fail in every way of what reads, in those of a body, and for the plan", () => {
  const names = (kind: "read" | "write") => codes(problems(kind)).map(([code]) => code);
  expect(names("write")).toEqual(expect.arrayContaining(names("read")));
  const more = names("write").filter((code) => !names("read").includes(code));
  const ofBodies = ["request.malformed", "request.too_large", "request.unsupported_media_type"];
  expect(more.sort()).toEqual(["plan.quota_exceeded", ...ofBodies]);
});

import { expect, test } from "bun:test";
import { ERRORS, type ErrorCode } from "@visoli/contract/errors";
import { invalid, problem } from "./errors.ts";

test("every problem has the status of the table", () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[]) {
    expect(problem(code, "because")).toMatchObject({ code, status: ERRORS[code].status, detail: "because" });
  }
});

test("faulty fields are named in a sentence, the whole body too", () => {
  const field = (path: string) => ({ path, code: "invalid", message: "Is wrong" });
  expect(invalid(field("url"), field("tags.0"))).toMatchObject({
    status: 422,
    detail: "Faulty: url, tags.0",
  });
  expect(invalid(field("")).detail).toBe("Faulty: the body");
});

import { expect, test } from "bun:test";
import type { ProblemError } from "./errors.ts";
import { checkIfMatch, etagOf } from "./etag.ts";

function isAllowed(ifMatch: string | undefined, version: number): boolean {
  try {
    checkIfMatch(ifMatch, version);
    return true;
  } catch (error) {
    expect((error as ProblemError).code).toBe("link.version_mismatch");
    return false;
  }
}

test("a write goes on without If-Match, with *, or with the version among those named", () => {
  for (const ifMatch of [undefined, "*", " * ", '"7"', '"6", "7"', '"7","8"'])
    expect(isAllowed(ifMatch, 7)).toBe(true);
});

test("a write with another version, a weak or a malformed tag does not", () => {
  for (const ifMatch of ["", '"6"', '"77"', "7", 'W/"7"', "'7'", '"6", "8"', '"*"', "null"]) {
    expect([ifMatch, isAllowed(ifMatch, 7)]).toEqual([ifMatch, false]);
  }
});

test("each version has its own tag, in quotes", () => {
  expect(etagOf(1)).toBe('"1"');
  expect(etagOf(10)).not.toBe(etagOf(1));
});

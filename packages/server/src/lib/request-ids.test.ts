import { expect, test } from "bun:test";
import { createRequestIds } from "./request-ids.ts";

test("no id comes twice, from one process or from two", () => {
  const makers = [createRequestIds(), createRequestIds()];
  const ids = makers.flatMap((next) => Array.from({ length: 5_000 }, next));
  expect(new Set(ids).size).toBe(10_000);
  for (const id of ids) expect(id).toMatch(/^req_[0-9A-Za-z]{11,}$/);
});

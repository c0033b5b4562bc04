import { expect, test } from "bun:test";
import { within } from "./within.ts";

test("gives the answer, or the failure, that comes in time", async () => {
  expect(await within(10_000, Promise.resolve("answer"))).toBe("answer");
  await expect(within(10_000, Promise.reject(new Error("failure")))).rejects.toThrow("failure");
});

test("fails when none comes", async () => {
  await expect(within(1, new Promise(() => {}))).rejects.toThrow("no answer within 1 ms");
});

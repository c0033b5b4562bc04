import { expect, test } from "bun:test";
import { SECURITY_EVENTS } from "@visoli/contract/person";
import { MESSAGES } from "./messages.ts";
import { secretOf } from "./secret.ts";

test("a secret is shown in groups of four", () => {
  expect(secretOf("otpauth://totp/Visoli:ada?secret=ABCDEFGHIJ&issuer=Visoli")).toBe("ABCD EFGH IJ");
  expect(secretOf("otpauth://totp/x?secret=ABCD")).toBe("ABCD");
  expect([secretOf("otpauth://totp/x"), secretOf("nonsense")]).toEqual(["", ""]);
});

test("there are words for whatever the log tells of", () => {
  const names = SECURITY_EVENTS.map((kind) => `event_${kind.replaceAll(".", "_")}`);
  for (const texts of Object.values(MESSAGES)) expect(names.filter((name) => !(name in texts))).toEqual([]);
});

import { expect, test } from "bun:test";
import { auditFilter, readAuditSearch } from "./search.ts";

test("an address keeps what fits, and nothing else", () => {
  const whole = { actor: "usr_1", topic: "link", subject: "lnk_1", from: "2027-01-01", to: "2027-01-31" };
  expect(readAuditSearch({ ...whole, w: "ws_1" })).toEqual(whole as ReturnType<typeof readAuditSearch>);
  expect(readAuditSearch({ actor: "", topic: "weather", from: "yesterday", to: "2027-13-41" })).toEqual({});
});

test("days are those of the browser's zone, the last one whole", () => {
  const { from, to } = auditFilter({ from: "2027-03-28", to: "2027-03-28" });
  expect(from).toBe(new Date(2027, 2, 28).toISOString());
  expect(to).toBe(new Date(2027, 2, 29).toISOString());
});

test("a topic is how its actions begin", () => {
  expect(auditFilter({ topic: "key" })).toEqual({ action: "key." });
  expect("links.create".startsWith(auditFilter({ topic: "link" }).action ?? "x")).toBe(true);
});

import { describe, expect, test } from "bun:test";
import { ConditionSchema, RulesSchema } from "./rules.ts";

const url = "https://example.com/";

function faults(input: unknown): string[] {
  const { error } = RulesSchema.safeParse(input);
  return (error?.issues ?? []).map((issue) => issue.path.join("."));
}
const condition = (input: unknown) => ConditionSchema.safeParse(input);

describe("a condition", () => {
  test.each([
    [
      { type: "os", in: ["iOS", "MacOS"] },
      { type: "os", in: ["ios", "macos"] },
    ],
    [
      { type: "country", in: ["de", "At"] },
      { type: "country", in: ["DE", "AT"] },
    ],
    [
      { type: "continent", in: ["eu"], not: true },
      { type: "continent", in: ["EU"], not: true },
    ],
    [
      { type: "language", in: ["pt-BR"] },
      { type: "language", in: ["pt-br"] },
    ],
    [
      { type: "query", name: "A", in: ["B"] },
      { type: "query", name: "A", in: ["B"] },
    ],
    [
      { type: "date", from: "2026-01-01T00:00:00+01:00" },
      { type: "date", from: "2025-12-31T23:00:00.000Z" },
    ],
    [
      { type: "time", from: "22:00", until: "06:00", timezone: "europe/berlin" },
      { type: "time", from: "22:00", until: "06:00", timezone: "Europe/Berlin" },
    ],
  ])("%j is read to %j", (input, read) => {
    expect(ConditionSchema.parse(input)).toEqual(read as ReturnType<typeof ConditionSchema.parse>);
    // What was read is taken again: settings are written back as they were shown.
    expect(ConditionSchema.parse(read)).toEqual(read as ReturnType<typeof ConditionSchema.parse>);
  });

  test.each([
    { type: "cidr", in: ["203.0.113.0/24", "203.0.113.7", "2001:db8::/32", "::1", "::ffff:192.0.2.1"] },
    { type: "asn", in: [1, 4_294_967_295] },
    { type: "query", name: "a" },
    { type: "date" },
    { type: "visitor", is: "bot", not: false },
    { type: "device", in: ["mobile", "tablet"] },
  ])("%j is one", (input) => {
    expect(condition(input).success).toBe(true);
  });

  test.each([
    { type: "os", in: [] },
    { type: "os" },
    { type: "weather", in: ["rain"] },
    { type: "os", in: ["ios"], extra: 1 },
    { type: "device", in: ["phone"] },
    { type: "country", in: ["DEU"] },
    { type: "country", in: ["D1"] },
    { type: "continent", in: ["XX"] },
    { type: "asn", in: [0] },
    { type: "asn", in: ["AS3320"] },
    { type: "cidr", in: ["203.0.113.0/33"] },
    { type: "cidr", in: ["10/8"] },
    { type: "cidr", in: ["example.com"] },
    { type: "query" },
    { type: "query", name: "a", in: [] },
    { type: "date", from: "2026-01-01" },
    { type: "date", from: "2026-01-02T00:00:00Z", until: "2026-01-02T00:00:00Z" },
    { type: "time", from: "8:30", until: "09:00", timezone: "UTC" },
    { type: "time", from: "24:00", until: "09:00", timezone: "UTC" },
    { type: "time", from: "08:30", until: "09:00", timezone: "+02:00" },
    { type: "time", from: "08:30", until: "09:00" },
    { type: "time", from: "08:30", until: "09:00", timezone: "UTC", days: ["monday"] },
    { type: "visitor", is: "preview" },
    { type: "os", in: ["a\0"] },
  ])("%j is none", (input) => {
    expect(condition(input).success).toBe(false);
  });
});

describe("a rule", () => {
  test("leads to a url or a split, and not to both", () => {
    const split = [
      { url, weight: 1 },
      { url, weight: 10_000, name: "B" },
    ];
    expect(faults([{ conditions: [], url }])).toEqual([]);
    expect(faults([{ conditions: [], split }])).toEqual([]);
    expect(faults([{ conditions: [] }, { conditions: [], url, split }])).toEqual(["0", "1"]);
    expect(faults([{ conditions: [], split: split.slice(1) }])).toEqual(["0.split"]);
    expect(faults([{ conditions: [], split: [...split, { url, weight: 0 }] }])).toEqual(["0.split.2.weight"]);
  });

  test("has 20 conditions at most, a link 50 rules", () => {
    const any = { type: "visitor", is: "human" };
    expect(faults([{ url, conditions: Array.from({ length: 21 }, () => any) }])).toEqual(["0.conditions"]);
    expect(
      RulesSchema.safeParse(Array.from({ length: 50 }, () => ({ conditions: [any], url }))).success,
    ).toBe(true);
    expect(faults(Array.from({ length: 51 }, () => ({ conditions: [any], url })))).toEqual([""]);
  });

  test("every faulty field is named at once", () => {
    const rules = [
      {
        conditions: [
          { type: "os", in: ["ios"] },
          { type: "asn", in: [-1] },
        ],
        url: "javascript:alert(1)",
      },
      { conditions: [{ type: "country", in: ["x"] }], url, name: "" },
    ];
    expect(faults(rules).sort()).toEqual(["0.conditions.1.in.0", "0.url", "1.conditions.0.in.0", "1.name"]);
  });
});

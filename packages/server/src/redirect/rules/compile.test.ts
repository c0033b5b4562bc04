import { describe, expect, test } from "bun:test";
import type { Condition, Rule } from "@visoli/contract/rules";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { instants, rules, visitors } from "../../../../../test/rules.ts";
import { aVisitor } from "../../../../../test/visitors.ts";
import type { Visitor } from "../visitor.ts";
import { compileRules } from "./compile.ts";
import { explainRules } from "./explain.ts";

const runs = { numRuns: 1_000 };

test("compiled rules hold just where they hold when they are read word by word", () => {
  let held = 0;
  fc.assert(
    fc.property(rules, visitors, instants, (written, visitor, now) => {
      const expected = written.map((rule) => rule.conditions.every((each) => naive(each, visitor, now)));
      expect(compileRules(written).map((rule) => rule.holds(visitor, now))).toEqual(expected);
      held += expected.filter(Boolean).length;
    }),
    runs,
  );
  // The values meet often enough for the comparison to say something.
  expect(held).toBeGreaterThan(200);
});

test("what is explained is what is decided", () => {
  fc.assert(
    fc.property(rules, visitors, instants, (written, visitor, now) => {
      const winner = compileRules(written).findIndex((rule) => rule.holds(visitor, now));
      const asked = explainRules(written, visitor, now);
      expect(asked).toHaveLength(winner < 0 ? written.length : winner + 1);
      expect(asked.map(({ conditions }) => conditions.every(({ holds }) => holds))).toEqual(
        asked.map((_, index) => index === winner),
      );
    }),
  );
});

const url = (letter: string) => `https://example.com/${letter}`;
const always = (rule: Partial<Rule>): Rule => ({ conditions: [], ...rule });

describe("a rule's target", () => {
  const target = (written: Rule[], place: number, share = 0) =>
    compileRules(written)[place]?.target(aVisitor({ share }), "lnk_1");

  test("is recorded under the rule's name, or its place", () => {
    const written = [always({ url: url("a") }), always({ url: url("b"), name: "second" })];
    expect(target(written, 0)).toEqual({ location: url("a"), rule: "1", variant: "" });
    expect(target(written, 1)).toEqual({ location: url("b"), rule: "second", variant: "" });
  });

  test("is in the form that a Location carries", () => {
    expect(target([always({ url: "HTTPS://Bücher.example" })], 0)?.location).toBe(
      "https://xn--bcher-kva.example/",
    );
  });

  test("of a split is the variant in whose part the share lies", () => {
    const split = [
      { url: url("a"), weight: 1 },
      { url: url("b"), weight: 2, name: "big" },
      { url: url("c"), weight: 1 },
    ];
    const variant = (share: number) => target([always({ split })], 0, share)?.variant;
    expect([0, 0.2499].map(variant)).toEqual(["A", "A"]);
    expect([0.25, 0.7499].map(variant)).toEqual(["big", "big"]);
    expect([0.75, 0.9999999999].map(variant)).toEqual(["C", "C"]);
    expect(target([always({ split })], 0, 0.5)).toEqual({ location: url("b"), rule: "1", variant: "big" });
  });

  test("asks for a share of its own: another one for each link and each place", () => {
    const asked: string[] = [];
    const visitor: Visitor = { ...aVisitor(), share: (id) => asked.push(id) && 0 };
    const split = [1, 2].map((weight) => ({ url: url("a"), weight }));
    const compiled = compileRules([always({ url: url("x") }), always({ split }), always({ split })]);
    for (const id of ["lnk_1", "lnk_2"]) for (const rule of compiled) rule.target(visitor, id);
    expect(new Set(asked).size).toBe(4);
  });
});

test("a destination that can be none is passed over, and the others keep their places and letters", () => {
  const broken = "javascript:alert(1)";
  const split = [broken, url("b")].map((each) => ({ url: each, weight: 1 }));
  const compiled = compileRules([always({ url: broken }), always({ split })]);
  expect(compiled.map((rule) => rule.target(aVisitor({ share: 0.1 }), "lnk_1"))).toEqual([
    { location: url("b"), rule: "2", variant: "B" },
  ]);
});

/** The condition as the contract's words say it, parsed anew each time. */
function naive(condition: Condition, visitor: Visitor, now: number): boolean {
  const holds = naivePositive(condition, visitor, now);
  return condition.not ? !holds : holds;
}

function naivePositive(condition: Condition, visitor: Visitor, now: number): boolean {
  const { agent, place } = visitor;
  const plain = (text: string) => text.normalize("NFC").toLowerCase();
  const isIn = (list: readonly string[], value: string) =>
    value !== "" && list.some((each) => plain(each) === plain(value));
  switch (condition.type) {
    case "device":
    case "browser":
      return isIn(condition.in, agent[condition.type]);
    case "os": {
      const names: Record<string, string[]> = {
        "Mac OS": ["macos", "mac os x"],
        Ubuntu: ["ubuntu", "linux"],
      };
      return (names[agent.os] ?? [agent.os]).some((name) => isIn(condition.in, name));
    }
    case "continent":
    case "country":
    case "region":
    case "city":
      return isIn(condition.in, place[condition.type]);
    case "language":
      return naiveLanguage(condition.in, visitor.acceptLanguage);
    case "referrer":
      return condition.in.some((each) => {
        const host = each.replace("www.", "");
        return visitor.referrerHost === host || visitor.referrerHost.endsWith(`.${host}`);
      });
    case "asn":
      return condition.in.includes(visitor.network.asn);
    case "cidr":
      return condition.in.some((range) => naiveCidr(range, visitor.address));
    case "query":
      return [...visitor.query].some(
        ([name, value]) => name === condition.name && (condition.in?.includes(value) ?? true),
      );
    case "date": {
      const { from, until } = condition;
      return (!from || Date.parse(from) <= now) && (!until || now < Date.parse(until));
    }
    case "time":
      return naiveTime(condition, now);
    case "visitor":
      return condition.is === (agent.class === "human" ? "human" : "bot");
  }
}

function naiveLanguage(wanted: string[], header: string): boolean {
  const ranges = header.split(",").flatMap((range) => {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim());
    const [, q] = /^q\s*=\s*([01](?:\.\d{0,3})?)$/i.exec(parameters[0] ?? "q=1") ?? [];
    if (!/^[a-z]{1,8}(-[a-z\d]{1,8})*$/i.test(tag) || parameters.length > 1 || !q) return [];
    return Number(q) > 0 ? [{ tag: tag.toLowerCase(), q: Number(q) }] : [];
  });
  const best = ranges.toSorted((a, b) => b.q - a.q)[0]?.tag;
  return best !== undefined && wanted.some((each) => best === each || best.split("-")[0] === each);
}

function naiveCidr(range: string, address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const mapped = (text: string) => {
    const parsed = ipaddr.parse(text);
    return parsed.kind() === "ipv4" ? (parsed as ipaddr.IPv4).toIPv4MappedAddress() : (parsed as ipaddr.IPv6);
  };
  const [base = "", bits] = range.split("/");
  const isV4 = base.includes(".") && !base.includes(":");
  const length = bits === undefined ? 128 : Number(bits) + (isV4 ? 96 : 0);
  const binary = (text: string) =>
    mapped(text)
      .toByteArray()
      .map((byte) => byte.toString(2).padStart(8, "0"))
      .join("");
  return binary(address).slice(0, length) === binary(base).slice(0, length);
}

function naiveTime(
  { from, until, timezone, days }: Extract<Condition, { type: "time" }>,
  now: number,
): boolean {
  const local = new Date(now).toLocaleString("sv", { timeZone: timezone });
  const [date = "", time = ""] = local.split(" ");
  const clock = time.slice(0, 5);
  const names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
  const isDay = (shift: number) => {
    const day = names[new Date(Date.parse(`${date}T12:00Z`) + shift * 86_400_000).getUTCDay()] ?? "mon";
    return days?.includes(day) ?? true;
  };
  if (from < until) return isDay(0) && from <= clock && clock < until;
  return (isDay(0) && clock >= from) || (isDay(-1) && clock < until);
}

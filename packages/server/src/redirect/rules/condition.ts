import type { Condition } from "@visoli/contract/rules";
import type { Visitor } from "../visitor.ts";
import { addressTest } from "./address.ts";
import type { Holds } from "./holds.ts";
import { languageTest } from "./language.ts";
import { referrerTest } from "./referrer.ts";
import { systemTest } from "./system.ts";
import { timeTest } from "./time.ts";

/** The condition as a function, with all that can be worked out beforehand. What is unknown of a visitor holds of nothing but a `not`. */
export function compileCondition(condition: Condition): Holds {
  const test = positive(condition);
  return condition.not ? (visitor, nowMs) => !test(visitor, nowMs) : test;
}

function positive(condition: Condition): Holds {
  switch (condition.type) {
    case "device":
      return oneOf(condition.in, ({ agent }) => agent.device);
    case "os":
      return systemTest(condition.in);
    case "browser":
      return oneOf(folded(condition.in), ({ agent }) => agent.browser.toLowerCase());
    case "continent":
      return oneOf(condition.in, ({ place }) => place.continent);
    case "country":
      return oneOf(condition.in, ({ place }) => place.country);
    case "region":
      return oneOf(folded(condition.in), ({ place }) => place.region.toLowerCase());
    case "city":
      return oneOf(folded(condition.in), ({ place }) => place.city.toLowerCase());
    case "language":
      return languageTest(condition.in);
    case "referrer":
      return referrerTest(condition.in);
    case "asn":
      return oneOf(condition.in, ({ network }) => network.asn);
    case "cidr":
      return addressTest(condition.in);
    case "query":
      return queryTest(condition.name, condition.in);
    case "date":
      return dateTest(condition.from, condition.until);
    case "time":
      return timeTest(condition);
    case "visitor": {
      const isHuman = condition.is === "human";
      return ({ agent }) => (agent.class === "human") === isHuman;
    }
  }
}

function oneOf<Value>(values: Iterable<Value>, read: (visitor: Visitor) => Value): Holds {
  const wanted = new Set(values);
  return (visitor) => wanted.has(read(visitor));
}

/** Names as databases of places write them, in lower case. */
function folded(names: string[]): string[] {
  return names.map((name) => name.normalize("NFC").toLowerCase());
}

function queryTest(name: string, values: string[] | undefined): Holds {
  if (!values) return ({ query }) => query.has(name);
  const wanted = new Set(values);
  return ({ query }) => query.getAll(name).some((value) => wanted.has(value));
}

function dateTest(from: string | undefined, until: string | undefined): Holds {
  const fromMs = from === undefined ? -Infinity : Date.parse(from);
  const untilMs = until === undefined ? Infinity : Date.parse(until);
  return (_visitor, nowMs) => fromMs <= nowMs && nowMs < untilMs;
}

import type { Rule } from "@visoli/contract/rules";
import type { AskedCondition } from "@visoli/contract/try";
import type { Visitor } from "../visitor.ts";
import { compileCondition } from "./condition.ts";
import { sawOf } from "./saw.ts";

/** A rule that was asked, and what came of each of its conditions. */
export type AskedRule = { rule: string; conditions: AskedCondition[] };

/** The rules that the redirect would ask for this visitor, in order, up to the first whose conditions all hold. */
export function explainRules(rules: Rule[], visitor: Visitor, nowMs: number): AskedRule[] {
  const asked = rules.map(({ name, conditions }, index) => ({
    rule: name ?? String(index + 1),
    conditions: conditions.map((condition) => ({
      condition,
      holds: compileCondition(condition)(visitor, nowMs),
      saw: sawOf(condition, visitor, nowMs),
    })),
  }));
  const winner = asked.findIndex(({ conditions }) => conditions.every(({ holds }) => holds));
  return winner < 0 ? asked : asked.slice(0, winner + 1);
}

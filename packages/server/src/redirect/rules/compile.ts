import type { Rule } from "@visoli/contract/rules";
import type { Visitor } from "../visitor.ts";
import { compileCondition } from "./condition.ts";
import { compileTarget, type PickTarget } from "./target.ts";

/** A rule as the redirect asks it: its conditions as functions, its destinations as Locations. */
export type CompiledRule = {
  holds(visitor: Visitor, nowMs: number): boolean;
  target: PickTarget;
};

/** Compiles what is asked at every click, so that nothing is parsed then. */
export function compileRules(rules: Rule[]): CompiledRule[] {
  return rules.flatMap((rule, index) => {
    const target = compileTarget(rule, index + 1);
    if (!target) return [];
    const tests = rule.conditions.map(compileCondition);
    return [{ holds: (visitor, nowMs) => tests.every((test) => test(visitor, nowMs)), target }];
  });
}

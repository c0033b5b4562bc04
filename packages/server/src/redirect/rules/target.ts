import type { Rule, Variant } from "@visoli/contract/rules";
import { toLocation } from "@visoli/contract/url";
import type { Visitor } from "../visitor.ts";

/** Where a rule leads, and what the click records of it. */
export type Target = { location: string; rule: string; variant: string };
export type PickTarget = (visitor: Visitor, linkId: string) => Target;

/** How the rule at the place (from 1) finds where a visitor goes; null where it leads nowhere (no way in leads to that). */
export function compileTarget(rule: Rule, place: number): PickTarget | null {
  const name = rule.name ?? String(place);
  if (rule.split) return pickVariant(rule.split, name, place);
  const location = toLocation(rule.url ?? "");
  if (location === null) return null;
  const target: Target = Object.freeze({ location, rule: name, variant: "" });
  return () => target;
}

/** By weight: a visitor's share of the line from 0 to 1 lies in one variant's part of it, the same one each time. */
function pickVariant(split: Variant[], rule: string, place: number): PickTarget | null {
  const parts: { end: number; target: Target }[] = [];
  let end = 0;
  split.forEach(({ url, weight, name }, index) => {
    const location = toLocation(url);
    if (location === null) return;
    end += weight;
    parts.push({ end, target: Object.freeze({ location, rule, variant: name ?? letter(index) }) });
  });
  const last = parts.at(-1)?.target;
  if (!last) return null;
  const total = end;
  return (visitor, linkId) => {
    // Each rule has a line of its own, so that one experiment says nothing of the next.
    const at = visitor.share(`${linkId}/${place}`) * total;
    return parts.find((part) => at < part.end)?.target ?? last;
  };
}

function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

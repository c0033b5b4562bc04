import type { Behaviour, KnownLink } from "./known-link.ts";
import type { Target } from "./rules/target.ts";
import type { Visitor } from "./visitor.ts";

/** Where the link leads this visitor: its first rule that holds decides, then the kind of phone, then its own location. */
export function destinationOf(
  link: KnownLink,
  behaviour: Behaviour,
  visitor: Visitor,
  nowMs: number,
): Target & { isForPhone: boolean } {
  for (const rule of behaviour.rules) {
    if (rule.holds(visitor, nowMs)) return { ...rule.target(visitor, link.id), isForPhone: false };
  }
  const { ios, android } = behaviour;
  if (ios !== null || android !== null) {
    const { os } = visitor.agent;
    if (os === "iOS" && ios !== null) return forPhone(ios, "ios");
    if (os === "Android" && android !== null) return forPhone(android, "android");
  }
  return { location: link.location, rule: "", variant: "", isForPhone: false };
}

function forPhone(location: string, rule: string) {
  return { location, rule, variant: "", isForPhone: true };
}

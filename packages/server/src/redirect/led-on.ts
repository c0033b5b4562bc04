import type { Outcome } from "./decide.ts";

type LedOn = Extract<Outcome, { kind: "redirect" | "frame" | "consent" | "app" }>;

/** Whether the visitor learns where the link leads in order to go there. */
export function isLedOn(outcome: Outcome): outcome is LedOn {
  const { kind } = outcome;
  return kind === "redirect" || kind === "frame" || kind === "consent" || kind === "app";
}

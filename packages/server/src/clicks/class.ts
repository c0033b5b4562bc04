import { isAhead, type Visit } from "../core/visit.ts";
import type { Agent } from "../lib/agent.ts";
import { memoByObject } from "../lib/memo.ts";
import { SCANNER_NETWORKS } from "../lib/scanner-networks.ts";
import type { Duplicates } from "./duplicates.ts";
import { members } from "./step.ts";

/** Who is behind a visit, beside what its headers say. */
export type Visiting = {
  agent: Agent;
  asn: number;
  /** The visitor's hash; 0 where there is none. */
  visitor: number;
};

const HUMAN = members({ class: "human" });
const PREFETCH = members({ class: "prefetch" });
const DUPLICATE = members({ class: "duplicate" });

/**
 * Person or program, with a program's name. A program that says so is one whatever else is known of it; the rules from the
 * columns of a click alone are also in `analytics/reclassify.ts`, for clicks of former times.
 */
export function classStep(duplicates: Duplicates): (visit: Visit, visiting: Visiting) => Uint8Array {
  const program = memoByObject((agent: Agent) => members({ class: agent.class, bot: agent.bot }));
  const scanners = new Map(
    [...SCANNER_NETWORKS].map(([asn, bot]) => [asn, members({ class: "preview", bot })]),
  );
  return (visit, { agent, asn, visitor }) => {
    if (agent.class !== "human") return program(agent);
    const scanner = scanners.get(asn);
    if (scanner) return scanner;
    if (visit.purpose !== "" && isAhead(visit.purpose)) return PREFETCH;
    const canRepeat = visitor !== 0 && visit.trigger !== "orphan";
    return canRepeat && duplicates.isRepeated(visitor, visit) ? DUPLICATE : HUMAN;
  };
}

import type { Plan } from "@visoli/contract/plan";
import type { Analytics } from "../analytics/client.ts";
import type { Config } from "../config.ts";
import { readPlanName } from "../db/plans.ts";
import type { Db } from "../db/schema.ts";
import { SECOND_MS } from "../lib/time.ts";
import { createClickCounts } from "./click-counts.ts";

export type NamedPlan = Plan & { name: string };

/** What each workspace may do. */
export type Plans = {
  /** The workspace's plan, as of a second ago at most. */
  of(workspaceId: string): NamedPlan | Promise<NamedPlan>;
  /** Has it read anew: to be called once another plan was set. Other processes learn of it within a second. */
  forget(workspaceId: string): void;
  /** How many clicks of the month the workspace has, as of half a minute ago at most; null where the click store does not say. */
  clicksOf(workspaceId: string, now: number): Promise<number | null>;
  /** The same where they are as many as the plan has, or more; else null. */
  spentClicks(workspaceId: string, now: number): Promise<number | null>;
};

const KNOWN_MS = SECOND_MS;
const MOST_KNOWN = 100_000;

/** `reads` sees what was committed. Time is counted by a clock that nobody sets. */
export function createPlans(
  config: Pick<Config, "plans" | "defaultPlan">,
  reads: Db,
  analytics: Analytics | null,
): Plans {
  const known = new Map<string, { plan: NamedPlan | Promise<NamedPlan>; until: number }>();

  async function read(workspaceId: string, now: number): Promise<NamedPlan> {
    const plan = planNamed(config, await readPlanName(reads, workspaceId));
    if (known.get(workspaceId)?.until === now + KNOWN_MS)
      known.set(workspaceId, { plan, until: now + KNOWN_MS });
    return plan;
  }

  function of(workspaceId: string): NamedPlan | Promise<NamedPlan> {
    const now = performance.now();
    const hit = known.get(workspaceId);
    if (hit && now < hit.until) return hit.plan;
    if (known.size >= MOST_KNOWN) known.clear();
    const plan = read(workspaceId, now);
    known.set(workspaceId, { plan, until: now + KNOWN_MS });
    plan.catch(() => known.delete(workspaceId));
    return plan;
  }

  const clicksOf = createClickCounts(analytics);
  return {
    of,
    forget: (workspaceId) => void known.delete(workspaceId),
    clicksOf,
    async spentClicks(workspaceId, now) {
      const { clicksPerMonth: limit } = await of(workspaceId);
      if (limit === null) return null;
      const clicks = await clicksOf(workspaceId, now);
      return clicks !== null && clicks >= limit ? clicks : null;
    },
  };
}

/** The plan of that name; the service's default where none is set, or the table has it no more. */
export function planNamed(
  { plans, defaultPlan }: Pick<Config, "plans" | "defaultPlan">,
  name: string | null | undefined,
): NamedPlan {
  const known = name && Object.hasOwn(plans, name) ? name : defaultPlan;
  const plan = plans[known];
  if (!plan) throw new Error(`there is no plan ${known}`);
  return { ...plan, name: known };
}

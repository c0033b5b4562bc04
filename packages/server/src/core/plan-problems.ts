import type { ProblemError } from "./errors.ts";
import { problem } from "./errors.ts";

type Lacking = { plan: string; what: string; upgradeTo: string | null };
type Spent = Lacking & { limit: number; used: number; resetsAt: string | null };

/** `what`: "domains", "new links a month". */
export function quotaExceeded({ plan, limit, used, what, resetsAt, upgradeTo }: Spent): ProblemError {
  const sentences = [
    `The plan ${plan} has ${limit.toLocaleString("en")} ${what}, and ${used.toLocaleString("en")} are used`,
    ...(resetsAt === null ? [] : [`It is counted anew at ${resetsAt}`]),
    ...wayOut(upgradeTo),
  ];
  return problem("plan.quota_exceeded", sentences.join(". "), undefined, {
    plan: { plan, limit, used, resetsAt, upgradeTo },
  });
}

/** `what`: "no webhooks", "statistics of the last 30 days". */
export function lacksFeature({ plan, what, upgradeTo }: Lacking): ProblemError {
  const detail = [`The plan ${plan} has ${what}`, ...wayOut(upgradeTo)].join(". ");
  return problem("plan.feature_required", detail, undefined, { plan: { plan, upgradeTo } });
}

function wayOut(upgradeTo: string | null): string[] {
  return upgradeTo === null ? [] : [`The plan ${upgradeTo} has more`];
}

import type { Billing, BillingPrice, BillingStatus, PaidPlan } from "@visoli/contract/billing";
import { planNamed } from "../core/plans.ts";
import { type BillingRow, grantedPlan } from "../db/billing.ts";
import { readPlanName } from "../db/plans.ts";
import { isoOrNull } from "../lib/time.ts";
import type { BillingCtx } from "./payments-of.ts";
import { type BillingState, graceEnd } from "./state.ts";

const NOTHING: BillingState = {
  ...{ state: "none", subscription_id: null, plan: null, price: null },
  ...{ period_end: null, cancel_at: null, past_due_since: null },
};

/** How the workspace pays, as the API shows it; `row` is null where it never began to. */
export async function presentBilling(
  ctx: BillingCtx,
  workspaceId: string,
  row: BillingRow | null,
): Promise<Billing> {
  const granted = await grantedPlan(ctx.db, workspaceId);
  const plan = planNamed(ctx.config, await readPlanName(ctx.db, workspaceId)).name;
  return { plan, granted: granted !== null, ...presentState(row ?? NOTHING) };
}

/** The subscription alone. */
export function presentState(state: BillingState): Omit<Billing, "plan" | "granted"> {
  return {
    status: statusOf(state),
    subscribedPlan: state.plan as PaidPlan | null,
    price: state.price === null ? null : (JSON.parse(state.price) as BillingPrice),
    currentPeriodEnd: isoOrNull(state.period_end),
    cancelAt: isoOrNull(state.cancel_at),
    graceEndsAt: isoOrNull(graceEnd(state)),
  };
}

function statusOf({ state, cancel_at: cancelAt }: BillingState): BillingStatus {
  return state === "active" && cancelAt !== null ? "canceling" : (state as BillingStatus);
}

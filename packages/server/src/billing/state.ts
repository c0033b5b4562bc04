import { GRACE_DAYS } from "@visoli/contract/billing";
import type { Subscribed } from "../adapters/stripe/payments.ts";
import type { BillingRow } from "../db/billing.ts";
import { DAY_MS } from "../lib/time.ts";

/** What is kept of a subscription. */
export type BillingState = Pick<
  BillingRow,
  "state" | "subscription_id" | "plan" | "price" | "period_end" | "cancel_at" | "past_due_since"
>;

export function stateOf(found: Subscribed | null): BillingState {
  return {
    state: found?.state ?? "none",
    subscription_id: found?.id ?? null,
    plan: found?.plan ?? null,
    price: found?.price ? JSON.stringify(found.price) : null,
    period_end: found?.periodEnd ?? null,
    cancel_at: found?.cancelAt ?? null,
    past_due_since: found?.pastDueSince ?? null,
  };
}

/** Until when the plan stays though a payment has failed; null where none has. */
export function graceEnd({ past_due_since: since }: Pick<BillingState, "past_due_since">): number | null {
  return since === null ? null : since + GRACE_DAYS * DAY_MS;
}

/** The plan that is paid for at that time, and when it ends if that is known. */
export function paidPlan(state: BillingState, now: number): { plan: string | null; endsAt: number | null } {
  const isPaid = state.state === "active" || state.state === "past_due";
  const ends = [state.cancel_at, graceEnd(state)].filter((end) => end !== null);
  const endsAt = ends.length === 0 ? null : Math.min(...ends);
  if (!isPaid || (endsAt !== null && endsAt <= now)) return { plan: null, endsAt: null };
  return { plan: state.plan, endsAt };
}

/** Whether there is something that goes on being paid for, so that nothing else may be begun. */
export function isSubscribed({ state }: Pick<BillingState, "state">): boolean {
  return state === "active" || state === "past_due" || state === "paused";
}

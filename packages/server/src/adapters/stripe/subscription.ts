import { type BillingPrice, PAID_PLANS, type PaidPlan } from "@visoli/contract/billing";
import type Stripe from "stripe";
import { SECOND_MS } from "../../lib/time.ts";

/** Ids of prices by plan, the one that is sold first; what was sold before goes on counting. */
export type Prices = Readonly<Record<PaidPlan, readonly string[]>>;

/** What a customer has subscribed to. Times are milliseconds since 1970. */
export type Subscription = {
  id: string;
  /** The part of it that the price stands in. */
  itemId: string;
  /** null where the price is of no plan of ours. */
  plan: PaidPlan | null;
  state: "incomplete" | "active" | "past_due" | "paused";
  price: BillingPrice | null;
  periodStart: number;
  periodEnd: number;
  cancelAt: number | null;
  /** Whether it ends with the period, not at a day that somebody chose. */
  endsWithPeriod: boolean;
};

/** By Stripe's words for it; what is not here has ended. */
const STATES: Record<string, Subscription["state"]> = {
  incomplete: "incomplete",
  active: "active",
  trialing: "active",
  past_due: "past_due",
  unpaid: "past_due",
  paused: "paused",
};

/** The one that counts of all that a customer has: one that is paid for, of a plan of ours, the dearest, then the newest. */
export function chooseSubscription(all: readonly Stripe.Subscription[], prices: Prices): Subscription | null {
  const ranked = all.flatMap((each) => {
    const subscription = toSubscription(each, prices);
    return subscription ? [{ subscription, rank: rankOf(subscription), created: each.created }] : [];
  });
  ranked.sort(
    (a, b) => b.rank - a.rank || b.created - a.created || (a.subscription.id < b.subscription.id ? 1 : -1),
  );
  return ranked[0]?.subscription ?? null;
}

function rankOf({ state, plan }: Subscription): number {
  const isLive = state === "active" || state === "past_due";
  return (isLive ? 100 : 0) + (plan === null ? 0 : 10 + PAID_PLANS.indexOf(plan));
}

function toSubscription(subscription: Stripe.Subscription, prices: Prices): Subscription | null {
  const state = STATES[subscription.status];
  const items = subscription.items.data;
  const item = items.find(({ price }) => planOf(price.id, prices) !== null) ?? items[0];
  if (!state || !item) return null;
  const periodEnd = item.current_period_end * SECOND_MS;
  const { cancel_at: cancelAt, cancel_at_period_end: endsWithPeriod } = subscription;
  return {
    id: subscription.id,
    itemId: item.id,
    plan: planOf(item.price.id, prices),
    state,
    price: priceOf(item.price),
    periodStart: item.current_period_start * SECOND_MS,
    periodEnd,
    cancelAt: cancelAt === null ? (endsWithPeriod ? periodEnd : null) : cancelAt * SECOND_MS,
    endsWithPeriod,
  };
}

function planOf(price: string, prices: Prices): PaidPlan | null {
  return PAID_PLANS.find((plan) => prices[plan].includes(price)) ?? null;
}

/** null where the price is no plain one: by tiers, or in parts of the smallest unit. */
export function priceOf(price: Stripe.Price): BillingPrice | null {
  if (price.unit_amount === null || !price.recurring) return null;
  return {
    amount: price.unit_amount,
    currency: price.currency.toUpperCase(),
    interval: price.recurring.interval,
  };
}

/**
 * Since when a customer owes: the oldest invoice that was sent and is not paid. It follows from what Stripe has alone, so that it does
 * not matter in which order, or whether at all, we were told of it.
 */
export function owingSince(open: readonly Stripe.Invoice[]): number | null {
  const times = open.map((invoice) => invoice.status_transitions.finalized_at ?? invoice.created);
  return times.length === 0 ? null : Math.min(...times) * SECOND_MS;
}

import { createPayments } from "../packages/server/src/adapters/stripe/payments.ts";
import { type BillingCtx, billingCtx } from "../packages/server/src/billing/payments-of.ts";
import type { StripeConfig } from "../packages/server/src/config.ts";
import type { LinkCtx } from "../packages/server/src/core/ctx.ts";
import { createPlans } from "../packages/server/src/core/plans.ts";
import { appOver, type Operator, type World } from "./context.ts";
import { type FakeStripe, SECRET_KEY, signed, WEBHOOK_SECRET } from "./stripe.ts";
import type { FakeEvent, FakeSubscription } from "./stripe-account.ts";

/** A world in which plans are sold. */
export type Shop = World & { ctx: LinkCtx & BillingCtx; stripe: FakeStripe };

const PRICES = { pro: ["price_pro", "price_pro_old"], enterprise: ["price_enterprise"] };

const settingsFor = ({ url }: FakeStripe): StripeConfig => ({
  ...{ secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET, prices: PRICES, url },
});

export function openShop(world: World, stripe: FakeStripe): Shop {
  const settings = settingsFor(stripe);
  const config = { ...world.ctx.config, billing: "stripe" as const, defaultPlan: "free", stripe: settings };
  const plans = createPlans(config, world.database.reads, world.ctx.analytics);
  const payments = createPayments(settings, world.ctx.log);
  const ctx = { ...world.ctx, config, plans, payments };
  return { ...world, ctx, stripe, app: appOver(ctx, world.database, world.apiLog) };
}

/** The same worlds, with the routes of billing and without prices on anything: plans are as they were. */
export function withBilling(world: () => World, stripe: FakeStripe): () => World {
  const known = new WeakMap<object, World["app"]>();
  return () => {
    const bare = world();
    let app = known.get(bare.ctx);
    if (!app) {
      const payments = createPayments(settingsFor(stripe), bare.ctx.log);
      app = appOver({ ...bare.ctx, payments }, bare.database, bare.apiLog);
      known.set(bare.ctx, app);
    }
    return { ...bare, app };
  };
}

export const billingOf = (shop: Shop): BillingCtx => billingCtx(shop.ctx) ?? shop.ctx;

/** Posts the event as Stripe does, signed now; gives back the status of the answer. */
export async function deliver(shop: Shop, event: FakeEvent): Promise<number> {
  const { body, headers } = await signed(event, shop.clock.now);
  return (await shop.app.request("/api/stripe/webhook", { method: "POST", body, headers })).status;
}

/** Posts every event that was not posted yet. */
export async function deliverAll(shop: Shop): Promise<void> {
  for (const event of shop.stripe.events.splice(0)) await deliver(shop, event);
}

/** What is kept of the workspace's billing, without what counts and dates questions. */
export async function keptBilling({ ctx, operator }: Pick<Shop, "ctx" | "operator">) {
  const query = ctx.db.selectFrom("billing").selectAll().where("workspace_id", "=", operator.workspaceId);
  const {
    asked: _a,
    answered: _b,
    checked_at: _c,
    updated_at: _d,
    ...row
  } = await query.executeTakeFirstOrThrow();
  const { paid_plan: paidPlan } = await ctx.db
    .selectFrom("workspaces")
    .select("paid_plan")
    .where("id", "=", operator.workspaceId)
    .executeTakeFirstOrThrow();
  return { ...row, paidPlan };
}

/** What the workspace may do now. */
export async function planOf({ ctx }: Pick<Shop, "ctx">, { workspaceId }: Operator): Promise<string> {
  ctx.plans.forget(workspaceId);
  return (await ctx.plans.of(workspaceId)).name;
}

/** The page to pay at that was handed out last. */
export const lastSession = ({ stripe }: Shop): string => [...stripe.sessions.keys()].at(-1) ?? "";

/** The workspace's subscription at Stripe, made last. */
export function lastSubscription({ stripe }: Shop): FakeSubscription {
  const last = [...stripe.subscriptions.values()].at(-1);
  if (!last) throw new Error("nobody has subscribed to anything");
  return last;
}

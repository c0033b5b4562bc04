import { PAID_PLANS } from "@visoli/contract/billing";
import { CustomerMissing } from "../adapters/stripe/failure.ts";
import { type BillingCtx, billingCtx } from "../billing/payments-of.ts";
import { syncBilling } from "../billing/sync.ts";
import { writeState } from "../billing/write-state.ts";
import type { Ctx } from "../core/ctx.ts";
import {
  type BillingRow,
  deleteBilling,
  endedPlans,
  lockBilling,
  orphanedBilling,
  uncheckedBilling,
  updateBilling,
} from "../db/billing.ts";
import { DAY_MS } from "../lib/time.ts";

const BATCH = 20;

/** Takes plans away whose grace or whose last paid day is over: Stripe need not say so, or be there. */
export async function endPlans(ctx: Ctx): Promise<void> {
  const billing = billingCtx(ctx);
  if (!billing) return;
  for (const { workspace_id: workspaceId } of await endedPlans(ctx.db, ctx.now(), BATCH)) {
    await ctx.db.transaction().execute(async (trx) => {
      const row = await lockBilling(trx, ctx.config.database.kind, workspaceId);
      if (row) await writeState(billing, trx, row, row);
    });
    ctx.plans.forget(workspaceId);
  }
}

/** What is done every minute: it looks after what Stripe has. */
export function billingChecks(ctx: Ctx): () => Promise<void> {
  let arePricesKnown = false;
  return async () => {
    if (!arePricesKnown) await checkPrices(ctx);
    arePricesKnown = true;
    await checkBilling(ctx);
    await endOrphans(ctx);
  };
}

/** Asks Stripe about each customer once a day, so that what was lost on the way is found. */
export async function checkBilling(ctx: Ctx): Promise<void> {
  const billing = billingCtx(ctx);
  if (!billing) return;
  for (const row of await uncheckedBilling(ctx.db, ctx.now() - DAY_MS, BATCH)) await check(billing, row);
}

async function check(ctx: BillingCtx, row: BillingRow): Promise<void> {
  try {
    await syncBilling(ctx, row);
  } catch (error) {
    if (!(error instanceof CustomerMissing)) throw error;
    const { workspace_id: workspace, customer_id: customer } = row;
    ctx.log.error({ workspace, customer }, "Stripe does not know the customer; nothing is changed");
    await updateBilling(ctx.db, workspace, { checked_at: ctx.now() });
  }
}

/** Nobody pays for a workspace that is gone: what it has subscribed to is ended at once. */
export async function endOrphans(ctx: Ctx): Promise<void> {
  const billing = billingCtx(ctx);
  if (!billing) return;
  for (const row of await orphanedBilling(ctx.db, BATCH)) {
    const isOver = await endOrphan(billing, row).catch((error: unknown) => {
      if (error instanceof CustomerMissing) return true;
      throw error;
    });
    if (isOver) await deleteBilling(ctx.db, row.workspace_id);
  }
}

/** Whether there is nothing left; else it is to be asked again. */
async function endOrphan(ctx: BillingCtx, row: BillingRow): Promise<boolean> {
  if (row.checkout_id !== null) await ctx.payments.expireCheckout(row.checkout_id);
  const { subscription } = await syncBilling(ctx, row);
  if (!subscription) return true;
  await ctx.payments.end(subscription);
  const { workspace_id: workspace } = row;
  ctx.log.info(
    { workspace, subscription: subscription.id },
    "the subscription of a deleted workspace is ended",
  );
  return false;
}

/** Says in the log what is sold, or that it cannot be. */
async function checkPrices(ctx: Ctx): Promise<void> {
  for (const plan of PAID_PLANS) {
    const price = await ctx.payments?.priceOf(plan);
    if (price) ctx.log.info({ plan, ...price }, "sold by Stripe");
    else if (price === null)
      ctx.log.error({ plan }, "the plan's price at Stripe is not active, or none to subscribe to");
  }
}

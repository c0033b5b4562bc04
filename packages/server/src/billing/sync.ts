import type { Subscribed } from "../adapters/stripe/payments.ts";
import { type BillingRow, countQuestion, lockBilling } from "../db/billing.ts";
import type { Trx } from "../db/schema.ts";
import type { BillingCtx } from "./payments-of.ts";
import { stateOf } from "./state.ts";
import { writeState } from "./write-state.ts";

export type Synced = { row: BillingRow; subscription: Subscribed | null };

/**
 * Asks Stripe what the workspace has subscribed to at this moment, and writes that down. Questions are counted before they are asked, and
 * an answer is passed over once a later question was answered: so what stands at last is what Stripe said to a question that nothing
 * happened after, in whichever order answers come. @param also is done in the same transaction
 * @throws PaymentsUnavailable, CustomerMissing
 */
export async function syncBilling(
  ctx: BillingCtx,
  known: BillingRow,
  also: (trx: Trx) => Promise<void> = async () => {},
): Promise<Synced> {
  const { workspace_id: workspaceId, customer_id: customer } = known;
  const question = (await countQuestion(ctx.db, workspaceId)) ?? 0;
  const subscription = await ctx.payments.subscriptionOf(customer);
  const row = await ctx.db.transaction().execute(async (trx) => {
    const before = await lockBilling(trx, ctx.config.database.kind, workspaceId);
    await also(trx);
    if (!before) return known;
    if (before.answered >= question || before.customer_id !== customer) return before;
    const kept = { answered: question, checked_at: ctx.now() };
    return writeState(ctx, trx, before, stateOf(subscription), kept);
  });
  ctx.plans.forget(workspaceId);
  return { row, subscription };
}

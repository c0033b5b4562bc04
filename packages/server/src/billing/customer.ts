import { CustomerMissing } from "../adapters/stripe/failure.ts";
import { type BillingRow, findBilling, insertBilling, replaceCustomer } from "../db/billing.ts";
import type { BillingCtx } from "./payments-of.ts";

/** Does it with the workspace's customer at Stripe, which is made on first use, and made anew where Stripe does not know it any more. */
export async function withCustomer<Result>(
  ctx: BillingCtx,
  workspaceId: string,
  work: (row: BillingRow) => Promise<Result>,
): Promise<Result> {
  const row = (await findBilling(ctx.db, workspaceId)) ?? (await addCustomer(ctx, workspaceId));
  try {
    return await work(row);
  } catch (error) {
    if (!(error instanceof CustomerMissing)) throw error;
    const customer = await ctx.payments.createCustomer(workspaceId, row.customer_id);
    const isOurs = await replaceCustomer(ctx.db, row, customer);
    ctx.log.warn(
      { workspace: workspaceId, isOurs },
      "Stripe does not know the customer any more; there is another one",
    );
    return work(await existing(ctx, workspaceId));
  }
}

async function addCustomer(ctx: BillingCtx, workspaceId: string): Promise<BillingRow> {
  const now = ctx.now();
  const customer = await ctx.payments.createCustomer(workspaceId, null);
  await insertBilling(ctx.db, {
    ...{ workspace_id: workspaceId, customer_id: customer, state: "none", asked: 0, answered: 0 },
    ...{ checked_at: now, created_at: now, updated_at: now },
  });
  return existing(ctx, workspaceId);
}

async function existing(ctx: BillingCtx, workspaceId: string): Promise<BillingRow> {
  const row = await findBilling(ctx.db, workspaceId);
  if (!row) throw new Error(`the workspace ${workspaceId} has no customer`);
  return row;
}

import { newId } from "@visoli/contract/ids";
import { emit } from "../core/outbox.ts";
import { type BillingRow, setPaidPlan, updateBilling } from "../db/billing.ts";
import { insertAudit } from "../db/outbox.ts";
import type { Trx } from "../db/schema.ts";
import { mailAboutFailure } from "./failure-mail.ts";
import type { BillingCtx } from "./payments-of.ts";
import { presentState } from "./present.ts";
import { type BillingState, paidPlan } from "./state.ts";

/** Writes what is so now, and says so where it was not before. @param also what else is to be kept of it */
export async function writeState(
  ctx: BillingCtx,
  trx: Trx,
  before: BillingRow,
  state: BillingState,
  also: Partial<Pick<BillingRow, "answered" | "checked_at">> = {},
): Promise<BillingRow> {
  const now = ctx.now();
  const { plan, endsAt } = paidPlan(state, now);
  const after = { ...before, ...state, plan_ends_at: endsAt };
  const hasChanged = Object.entries(after).some(
    ([name, value]) => before[name as keyof BillingRow] !== value,
  );
  const changes = { ...state, plan_ends_at: endsAt, ...also, ...(hasChanged && { updated_at: now }) };
  await updateBilling(trx, before.workspace_id, changes);
  if (hasChanged) await tell(ctx, trx, after, plan);
  if (after.past_due_since !== before.past_due_since) await mailAboutFailure(ctx, trx, after);
  return { ...after, ...changes };
}

async function tell(ctx: BillingCtx, trx: Trx, row: BillingRow, plan: string | null): Promise<void> {
  const now = ctx.now();
  const workspaceId = row.workspace_id;
  if (!(await setPaidPlan(trx, workspaceId, plan))) return;
  const { price: _, ...state } = presentState(row);
  const changes = { paidPlan: plan, ...state };
  await insertAudit(trx, {
    ...{ id: newId("evt", now), workspace_id: workspaceId, actor: "stripe", actor_from: null },
    ...{ action: "billing.update", subject: workspaceId, changes: JSON.stringify(changes), created_at: now },
  });
  await emit(ctx, trx, { type: "billing.updated", workspaceId, data: changes });
}

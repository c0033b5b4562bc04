import type { Billing } from "@visoli/contract/billing";
import type { Actor } from "../core/actor.ts";
import { guard } from "../core/guard.ts";
import { findBilling } from "../db/billing.ts";
import type { BillingCtx } from "./payments-of.ts";
import { presentBilling } from "./present.ts";

/** How the workspace pays, as far as Stripe has told. */
export async function getBilling(ctx: BillingCtx, actor: Actor): Promise<Billing> {
  guard(actor, "usage:read");
  return presentBilling(ctx, actor.workspaceId, await findBilling(ctx.db, actor.workspaceId));
}

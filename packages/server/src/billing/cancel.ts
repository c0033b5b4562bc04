import type { Billing } from "@visoli/contract/billing";
import type { Actor } from "../core/actor.ts";
import { guard } from "../core/guard.ts";
import { changeSubscription } from "./change.ts";
import type { BillingCtx } from "./payments-of.ts";

/** It ends with the period that is paid for; until then the plan stays. @throws billing.not_subscribed */
export async function cancelSubscription(ctx: BillingCtx, actor: Actor, key?: string): Promise<Billing> {
  guard(actor, "billing:write");
  return changeSubscription(
    ctx,
    actor,
    {
      action: "billing.cancel",
      isSo: ({ cancelAt }) => cancelAt !== null,
      make: ctx.payments.cancel,
    },
    key,
  );
}

/** It goes on after all. @throws billing.not_subscribed where it has ended */
export async function resumeSubscription(ctx: BillingCtx, actor: Actor, key?: string): Promise<Billing> {
  guard(actor, "billing:write");
  return changeSubscription(
    ctx,
    actor,
    {
      action: "billing.resume",
      isSo: ({ cancelAt }) => cancelAt === null,
      make: ctx.payments.resume,
    },
    key,
  );
}

import type { Plans } from "@visoli/contract/plan";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";

/** The plans there are, the least first. */
export function listPlans({ config, payments }: Pick<Ctx, "config" | "payments">, actor: Actor): Plans {
  guard(actor, "usage:read");
  return {
    data: Object.entries(config.plans).map(([name, plan]) => ({ ...plan, name })),
    isBillingOn: payments !== null,
  };
}

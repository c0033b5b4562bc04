import { GRACE_DAYS } from "@visoli/contract/billing";
import type { Ctx } from "../core/ctx.ts";
import { settlePaidPlans } from "../db/billing.ts";
import { DAY_MS } from "../lib/time.ts";

/** As the service starts: what was paid for counts where plans are sold, and nowhere else. */
export async function startBilling(ctx: Ctx): Promise<void> {
  const now = ctx.now();
  await settlePaidPlans(ctx.db, ctx.payments !== null, now - GRACE_DAYS * DAY_MS, now);
}

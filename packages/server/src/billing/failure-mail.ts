import { renderMail } from "../core/mail.ts";
import { queueMail } from "../core/mail-queue.ts";
import { type BillingRow, payersOf } from "../db/billing.ts";
import type { Trx } from "../db/schema.ts";
import { getWorkspace } from "../db/workspaces.ts";
import { iso } from "../lib/time.ts";
import type { BillingCtx } from "./payments-of.ts";
import { graceEnd } from "./state.ts";

/** Tells those who own the workspace that a payment has failed, and how long the plan stays: once for each invoice. */
export async function mailAboutFailure(ctx: BillingCtx, trx: Trx, row: BillingRow): Promise<void> {
  const until = graceEnd(row);
  if (until === null || until <= ctx.now()) return;
  const { workspace_id: workspaceId, plan } = row;
  const payers = await payersOf(trx, workspaceId);
  if (payers.length === 0) return;
  const { name } = await getWorkspace(trx, workspaceId);
  const mail = renderMail({
    title: "A payment has failed",
    paragraphs: [
      `The payment for the workspace ${name} at ${ctx.config.domain} did not go through.`,
      `The plan ${plan ?? ""} stays until ${iso(until).slice(0, 10)}. After that the workspace has the least plan until it is paid; your links go on redirecting, and nothing is deleted.`,
      "Pay, or give another card, under Billing in the settings of the workspace.",
    ],
    footer: `Sent by ${ctx.config.domain}, because you own the workspace.`,
  });
  for (const to of payers)
    await queueMail(ctx, trx, { to, subject: `${name}: a payment has failed`, ...mail });
}

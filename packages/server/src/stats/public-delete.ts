import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { deletePublicStatistics as deleteRow } from "../db/public-stats.ts";
import { linkToChange, notPublic } from "./public-link.ts";

/** Ends the public address, at once and on every node: each asks the database. @throws link.not_found, folder.forbidden, public_statistics.not_found */
export async function deletePublicStatistics(ctx: ClickCtx, actor: Actor, reference: string): Promise<void> {
  guard(actor, "links:write");
  await ctx.db.transaction().execute(async (trx) => {
    const { id } = await linkToChange(ctx, trx, actor, reference);
    if (!(await deleteRow(trx, id))) throw notPublic(reference);
    await audit(ctx, trx, actor, { action: "link.withdraw_statistics", subject: id });
    const { workspaceId } = actor;
    await emit(ctx, trx, { type: "link.statistics_withdrawn", workspaceId, data: { id } });
  });
}

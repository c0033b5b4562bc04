import { newId } from "@visoli/contract/ids";
import type { ReportCreate } from "@visoli/contract/report";
import { emit } from "../core/outbox.ts";
import { readShortUrl } from "../core/read-short-url.ts";
import { anyLink } from "../db/blocked.ts";
import { insertReport } from "../db/reports.ts";
import type { BlockCtx } from "./write-block.ts";

/**
 * Writes down what somebody says of a link, for the instance's administrator, and tells the link's workspace that there was a report.
 * Of what is no link of ours nothing is kept; the one who reports it does not learn that.
 */
export async function reportLink(ctx: BlockCtx, input: ReportCreate): Promise<void> {
  const named = readShortUrl(ctx.domains, input.link);
  if (!named) return;
  await ctx.db.transaction().execute(async (trx) => {
    const link = await anyLink(trx, named);
    if (!link) return;
    const now = ctx.now();
    const id = newId("rpt", now);
    await insertReport(trx, {
      id,
      link_id: link.id,
      address: input.link,
      reason: input.reason,
      details: input.details ?? "",
      contact: input.contact ?? null,
      state: "open",
      created_at: now,
      closed_at: null,
    });
    // Who reports may be afraid of the owner: neither words nor address go there.
    const data = { id: link.id, report: id, reason: input.reason };
    await emit(ctx, trx, { type: "link.reported", workspaceId: link.workspace_id, data });
  });
}

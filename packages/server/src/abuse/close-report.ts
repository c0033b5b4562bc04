import type { Report, ReportClose } from "@visoli/contract/report";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import { problem } from "../core/errors.ts";
import { forgetAddresses } from "../core/forget.ts";
import { guard } from "../core/guard.ts";
import { lockAnyLink } from "../db/blocked.ts";
import type { LinkRow } from "../db/links.ts";
import { closeReportsOf, closeReport as closeRow, findReport, type ReportRow } from "../db/reports.ts";
import type { Trx } from "../db/schema.ts";
import { writeAdminBlock } from "./block-link.ts";
import { presentReports } from "./present.ts";
import type { BlockCtx } from "./write-block.ts";

/**
 * Closes a report: dismissed, or with the link blocked, which closes all open reports on it. A closed one can be closed the other way.
 * @throws report.not_found
 */
export async function closeReport(
  ctx: BlockCtx,
  actor: Actor,
  id: string,
  { state, reason }: ReportClose,
): Promise<Report> {
  guard(actor, "instance:admin");
  const { report, link } = await ctx.db.transaction().execute(async (trx) => {
    const found = await findReport(trx, id);
    if (!found) throw problem("report.not_found", `There is no report ${id}`);
    await audit(ctx, trx, actor, {
      action: "report.close",
      subject: id,
      changes: { state: { from: found.state, to: state } },
    });
    await closeRow(trx, id, state, ctx.now());
    const blocked = state === "blocked" ? await block(ctx, trx, actor, found, reason) : null;
    return { report: { ...found, state, closed_at: ctx.now() }, link: blocked };
  });
  if (link) forgetAddresses(ctx, link);
  const [closed] = await presentReports(ctx, [report]);
  return closed as Report;
}

/** Blocks the link of the report, if it is still there. */
async function block(
  ctx: BlockCtx,
  trx: Trx,
  actor: Actor,
  { link_id, reason: reported }: ReportRow,
  reason = reported,
): Promise<LinkRow | null> {
  if (link_id === null) return null;
  await closeReportsOf(trx, link_id, "blocked", ctx.now());
  const link = await lockAnyLink(trx, ctx.config.database.kind, { id: link_id });
  return link && writeAdminBlock(ctx, trx, actor, link, reason);
}

import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { checkIfMatch } from "../core/etag.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { deleteDomain as deleteRow, hasLinks } from "../db/domain-links.ts";
import { lockDomain } from "../db/domains.ts";
import { lockWorkspace } from "../db/workspaces.ts";
import { domainNotFound, readReference } from "./get.ts";
import { publishDomains } from "./publish.ts";

/**
 * Deletes a domain without live links, and its links in the trash with it. @throws domain.not_found, domain.version_mismatch,
 * domain.in_use
 */
export async function deleteDomain(
  ctx: LinkCtx,
  actor: Actor,
  reference: string,
  ifMatch?: string,
): Promise<void> {
  guard(actor, "domains:write");
  await ctx.db.transaction().execute(async (trx) => {
    const { workspaceId } = actor;
    const kind = ctx.config.database.kind;
    // Links that are being made at this moment are waited for, and counted.
    await lockWorkspace(trx, kind, workspaceId);
    const row = await lockDomain(trx, kind, workspaceId, readReference(reference));
    if (!row) throw domainNotFound(reference);
    checkIfMatch(ifMatch, row.version, "domain");
    if (await hasLinks(trx, row.id, "live"))
      throw problem("domain.in_use", `There are links on ${row.host}; delete them first`);
    await deleteRow(trx, row.id);
    const data = { id: row.id, host: row.host };
    await audit(ctx, trx, actor, { action: "domain.delete", subject: row.id, changes: { host: row.host } });
    await emit(ctx, trx, { type: "domain.deleted", workspaceId, data });
  });
  await publishDomains(ctx);
}

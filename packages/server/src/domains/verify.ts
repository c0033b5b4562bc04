import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { findDomain } from "../db/domains.ts";
import { domainNotFound, readReference, type VersionedDomain } from "./get.ts";
import { presentDomain } from "./present.ts";
import { settleProof } from "./settle.ts";

/**
 * Looks for the domain's proof now, and says what was seen; verified or not is no failure.
 * @throws domain.not_found, domain.taken
 */
export async function verifyDomain(ctx: LinkCtx, actor: Actor, reference: string): Promise<VersionedDomain> {
  guard(actor, "domains:write");
  const row = await findDomain(ctx.db, actor.workspaceId, readReference(reference));
  if (!row) throw domainNotFound(reference);
  const proof = await ctx.prove({ host: row.host, token: row.token });
  const after = await settleProof(ctx, actor, row, proof);
  return { domain: presentDomain(after, proof), version: after.version };
}

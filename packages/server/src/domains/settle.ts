import type { DomainProof } from "../adapters/web/domain-proof.ts";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { emit } from "../core/outbox.ts";
import { noteCheck } from "../db/domain-checks.ts";
import { type DomainRow, findDomain, lockDomain, updateDomain, verifiedDomainOf } from "../db/domains.ts";
import type { Trx } from "../db/schema.ts";
import { DAY_MS } from "../lib/time.ts";
import { domainNotFound } from "./get.ts";
import { publishDomains } from "./publish.ts";

/** A proof may be away for so long, for the sake of DNS that is being moved. */
const MISSING_FOR_MS = 7 * DAY_MS;

type Proven = Extract<DomainProof, { kind: "proven" }>;

/**
 * Draws the consequence of what was seen of a domain: it is verified, stays so, or has not been for too long. Gives back the row as it
 * is then. @throws domain.taken where another workspace holds the host and still proves it; domain.not_found
 */
export async function settleProof(
  ctx: LinkCtx,
  actor: Actor,
  row: DomainRow,
  proof: DomainProof,
): Promise<DomainRow> {
  const now = ctx.now();
  if (proof.kind === "proven" && row.verified_at === null) await claim(ctx, actor, row, proof);
  else {
    const missingSince =
      proof.kind === "proven" || row.verified_at === null ? null : (row.missing_since ?? now);
    await noteCheck(ctx.db, row.id, now, missingSince);
    if (missingSince !== null && now - missingSince >= MISSING_FOR_MS) {
      await ctx.db.transaction().execute((trx) => lose(ctx, trx, row));
      await publishDomains(ctx);
    }
  }
  const after = await findDomain(ctx.db, row.workspace_id, row.id);
  if (!after) throw domainNotFound(row.host);
  return after;
}

async function claim(ctx: LinkCtx, actor: Actor, row: DomainRow, proof: Proven): Promise<void> {
  const holder = await verifiedDomainOf(ctx.db, row.host);
  const isOthers = holder !== null && holder.id !== row.id;
  if (isOthers && (await stillHolds(ctx, holder, proof))) {
    await noteCheck(ctx.db, row.id, ctx.now(), null);
    throw taken(row);
  }
  await ctx.db.transaction().execute(async (trx) => {
    const locked = await lockDomain(trx, ctx.config.database.kind, row.workspace_id, row.id);
    if (!locked) throw domainNotFound(row.host);
    if (locked.verified_at !== null) return;
    if (isOthers) await lose(ctx, trx, holder);
    const now = ctx.now();
    const changes = { verified_at: now, checked_at: now, missing_since: null, updated_at: now };
    if ((await updateDomain(trx, row.id, changes)) === "taken") throw taken(row);
    const { id, host, workspace_id: workspaceId } = row;
    await audit(ctx, trx, actor, { action: "domain.verify", subject: id, changes: { host, by: proof.by } });
    await emit(ctx, trx, { type: "domain.verified", workspaceId, data: { id, host } });
  });
  await publishDomains(ctx);
}

/** Who controls the DNS decides where the host leads, and so what its file holds: a record is worth more than a file. */
async function stillHolds(ctx: LinkCtx, holder: DomainRow, claimed: Proven): Promise<boolean> {
  const held = await ctx.prove(holder);
  return held.kind === "proven" && (held.by === "dns" || claimed.by === "http");
}

/** The domain stops answering; its links stay. Nothing is told where it had stopped before. */
async function lose(
  ctx: LinkCtx,
  trx: Trx,
  { id, host, workspace_id: workspaceId }: DomainRow,
): Promise<void> {
  const locked = await lockDomain(trx, ctx.config.database.kind, workspaceId, id);
  if (!locked || locked.verified_at === null) return;
  await updateDomain(trx, id, { verified_at: null, missing_since: null, updated_at: ctx.now() });
  const nobody = { kind: "operator", workspaceId } as const;
  await audit(ctx, trx, nobody, { action: "domain.unverify", subject: id, changes: { host } });
  const data = { id, changes: { verified: false } };
  await emit(ctx, trx, { type: "domain.updated", workspaceId, data });
}

function taken({ host }: DomainRow) {
  return problem("domain.taken", `Another workspace has ${host} verified, and its proof is still there`);
}

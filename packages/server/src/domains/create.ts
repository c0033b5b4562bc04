import { randomText } from "@visoli/contract/base62";
import type { Domain, DomainCreate } from "@visoli/contract/domain";
import { newId } from "@visoli/contract/ids";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { invalid, problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { emit } from "../core/outbox.ts";
import { requireRoom } from "../core/room.ts";
import { type DomainRow, insertDomain } from "../db/domains.ts";
import { countRowsOf } from "../db/plan-counts.ts";
import { presentDomain } from "./present.ts";
import { checkSettings, mergeSettings } from "./settings.ts";

/**
 * Adds a domain, which answers once it is verified. Other workspaces may have added the same host.
 * @throws plan.quota_exceeded, plan.feature_required, domain.taken where this one has, request.invalid, idempotency.mismatch
 */
export async function createDomain(
  ctx: LinkCtx,
  actor: Actor,
  input: DomainCreate,
  idempotency?: Idempotency,
): Promise<Domain> {
  guard(actor, "domains:write");
  if (input.host === new URL(ctx.config.publicUrl).hostname)
    throw invalid({
      path: "host",
      code: "own_host",
      message: "Is the service's own, on which you have links",
    });
  checkSettings(ctx, input.host, input);
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const { workspaceId } = actor;
      await requireRoom(ctx, trx, workspaceId, "domains", () => countRowsOf(trx, "domains", workspaceId));
      const row = newRow(ctx, actor, input);
      if ((await insertDomain(trx, row)) === "taken")
        throw problem("domain.taken", `The workspace has the domain ${input.host} already`);
      const domain = presentDomain(row);
      await audit(ctx, trx, actor, { action: "domain.create", subject: row.id, changes: { ...input } });
      await emit(ctx, trx, { type: "domain.created", workspaceId, data: { domain } });
      return domain;
    }),
  );
  return answer;
}

function newRow(ctx: LinkCtx, actor: Actor, input: DomainCreate): DomainRow {
  const now = ctx.now();
  return {
    id: newId("dom", now),
    workspace_id: actor.workspaceId,
    host: input.host,
    token: randomText(32),
    verified_at: null,
    checked_at: null,
    missing_since: null,
    is_case_sensitive: (input.caseSensitive ?? true) ? 1 : 0,
    settings: JSON.stringify(mergeSettings({}, input)),
    version: 1,
    created_at: now,
    updated_at: now,
  };
}

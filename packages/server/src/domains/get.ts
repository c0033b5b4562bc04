import type { Domain } from "@visoli/contract/domain";
import { normalizeHost } from "@visoli/contract/host";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { findDomain } from "../db/domains.ts";
import { presentDomain } from "./present.ts";

/** A domain and the version that its entity tag names. */
export type VersionedDomain = { domain: Domain; version: number };

/** One domain by id or host. @throws domain.not_found, for another workspace's too */
export async function getDomain(ctx: Ctx, actor: Actor, reference: string): Promise<VersionedDomain> {
  guard(actor, "domains:read");
  const row = await findDomain(ctx.db, actor.workspaceId, readReference(reference));
  if (!row) throw domainNotFound(reference);
  return { domain: presentDomain(row), version: row.version };
}

/** An id as it is, a host in the form in which it is stored. */
export function readReference(reference: string): string {
  return normalizeHost(reference) ?? reference;
}

export function domainNotFound(reference: string) {
  return problem("domain.not_found", `There is no domain ${reference}`);
}

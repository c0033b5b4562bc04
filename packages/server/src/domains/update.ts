import type { DomainUpdate } from "@visoli/contract/domain";
import type { Updateable } from "kysely";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import { namedDifferences } from "../core/changes.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { checkIfMatch } from "../core/etag.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { deleteRetiredAddresses, hasLinks } from "../db/domain-links.ts";
import { type DomainRow, type DomainSettings, lockDomain, updateDomain as updateRow } from "../db/domains.ts";
import type { Trx } from "../db/schema.ts";
import type { DomainTable } from "../db/schema-links.ts";
import { domainNotFound, readReference, type VersionedDomain } from "./get.ts";
import { presentDomain } from "./present.ts";
import { publishDomains } from "./publish.ts";
import { checkSettings, mergeSettings } from "./settings.ts";

/** Changes what the input names. @throws domain.not_found, domain.version_mismatch, domain.in_use, request.invalid */
export async function updateDomain(
  ctx: LinkCtx,
  actor: Actor,
  reference: string,
  input: DomainUpdate,
  ifMatch?: string,
): Promise<VersionedDomain> {
  guard(actor, "domains:write");
  const after = await ctx.db.transaction().execute(async (trx) => {
    const kind = ctx.config.database.kind;
    const before = await lockDomain(trx, kind, actor.workspaceId, readReference(reference));
    if (!before) throw domainNotFound(reference);
    checkIfMatch(ifMatch, before.version, "domain");
    checkSettings(ctx, before.host, input);
    const row = await updateRow(trx, before.id, {
      ...(await capitals(trx, before, input)),
      settings: JSON.stringify(mergeSettings(JSON.parse(before.settings) as DomainSettings, input)),
      updated_at: ctx.now(),
    });
    if (!row || row === "taken") throw domainNotFound(reference);
    const data = { id: row.id, changes: { ...input } };
    await audit(ctx, trx, actor, {
      ...{ action: "domain.update", subject: row.id },
      changes: namedDifferences(input, presentDomain(before), presentDomain(row)),
    });
    await emit(ctx, trx, { type: "domain.updated", workspaceId: actor.workspaceId, data });
    return row;
  });
  await publishDomains(ctx);
  return { domain: presentDomain(after), version: after.version };
}

/** Whether capitals count decides which slugs are one: it stays while any are taken. @throws domain.in_use */
async function capitals(
  trx: Trx,
  before: DomainRow,
  { caseSensitive }: DomainUpdate,
): Promise<Updateable<DomainTable>> {
  if (caseSensitive === undefined || caseSensitive === (before.is_case_sensitive === 1)) return {};
  if (await hasLinks(trx, before.id, "all"))
    throw problem(
      "domain.in_use",
      "caseSensitive can change only while the domain has no links, the trash included",
    );
  await deleteRetiredAddresses(trx, before.id);
  return { is_case_sensitive: caseSensitive ? 1 : 0 };
}

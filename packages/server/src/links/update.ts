import type { LinkUpdate } from "@visoli/contract/link";
import { type Actor, actorName } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { changedMeanwhile } from "../core/etag.ts";
import { announceAddresses, forgetAddresses } from "../core/forget.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { emit } from "../core/outbox.ts";
import { insertHistory } from "../db/history.ts";
import { type LinkRow, updateLink as updateRow } from "../db/links.ts";
import { setMetadata } from "../db/metadata.ts";
import type { Trx } from "../db/schema.ts";
import { setTags } from "../db/tags.ts";
import { columnsOf, differences } from "./changes.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { linkNotFound, type VersionedLink } from "./get.ts";
import { externalIdTaken } from "./insert.ts";
import { lockForWriting } from "./lock.ts";
import { presentLink, presentLinks } from "./present.ts";
import { hashPassword, redacted } from "./settings.ts";
import { changeSlugs } from "./slugs.ts";

/** Which link, what changes of it, and which version of it the caller saw. */
export type Change = { reference: string; input: LinkUpdate; ifMatch?: string | undefined };
export type Written = { before: LinkRow; after: LinkRow };

/**
 * Changes what the input names. @throws link.not_found, link.version_mismatch, link.slug_taken, link.external_id_taken, request.invalid,
 * folder.not_found, folder.forbidden
 */
export async function updateLink(
  ctx: LinkCtx,
  actor: Actor,
  reference: string,
  input: LinkUpdate,
  ifMatch?: string,
  idempotency?: Idempotency,
): Promise<VersionedLink> {
  guard(actor, "links:write");
  const passwordHash = await hashPassword(input.password);
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const environment = await readEnvironment(trx, actor);
      return writeChange(ctx, trx, actor, environment, { reference, input, ifMatch }, passwordHash);
    }),
  );
  const { before, after } = answer;
  forgetAddresses(ctx, before);
  forgetAddresses(ctx, after);
  const [link] = await presentLinks(ctx, actor.workspaceId, [after]);
  if (!link) throw linkNotFound(reference);
  return { link, version: after.version };
}

/** Changes one link in the transaction, which must be given up (or go back to a savepoint) where this throws. @throws as `updateLink` */
export async function writeChange(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  environment: Environment,
  { reference, input, ifMatch }: Change,
  passwordHash: string | undefined,
): Promise<Written> {
  const before = await lockForWriting(ctx, trx, actor, { reference, ifMatch, access: environment });
  const after = await write(ctx, trx, actor, environment, before, input, passwordHash);
  await tell(ctx, trx, actor, { before, after }, input);
  await announceAddresses(ctx, trx, before, after);
  return { before, after };
}

async function write(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  environment: Environment,
  before: LinkRow,
  input: LinkUpdate,
  passwordHash: string | undefined,
): Promise<LinkRow> {
  const kind = ctx.config.database.kind;
  const columns = columnsOf(ctx, environment, before, input, passwordHash);
  const slugs = input.slug || input.aliases ? await changeSlugs(ctx, trx, actor, before, input) : before;
  const changes = { ...columns, slug: slugs.slug };
  switch (await updateRow(trx, before.id, before.version, changes)) {
    case "external_id_taken":
      throw externalIdTaken(input.externalId ?? null);
    case "stale":
      throw changedMeanwhile();
    case "written":
  }
  const after: LinkRow = { ...before, ...changes, version: before.version + 1, aliases: slugs.aliases };
  if (input.tags) {
    after.tags = input.tags;
    await setTags(trx, kind, before.workspace_id, after, ctx.now());
  }
  if (input.metadata !== undefined) {
    const metadata = input.metadata ?? {};
    await setMetadata(trx, kind, { linkId: before.id, workspaceId: before.workspace_id, metadata });
  }
  return after;
}

/** Writes down what changed, for the link's history, the audit log and whoever listens. */
async function tell(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  { before, after }: Written,
  input: LinkUpdate,
): Promise<void> {
  const changes: Record<string, [unknown, unknown]> = {
    ...differences(presentLink(ctx, before), presentLink(ctx, after)),
    ...(input.password && { password: ["(secret)", "(secret)"] }),
  };
  await insertHistory(trx, {
    link_id: after.id,
    version: after.version,
    workspace_id: after.workspace_id,
    actor: actorName(actor),
    changes: JSON.stringify(changes),
    created_at: ctx.now(),
  });
  const fromTo = Object.entries(changes).map(([name, [from, to]]) => [name, { from, to }]);
  await audit(ctx, trx, actor, {
    ...{ action: "link.update", subject: after.id, changes: Object.fromEntries(fromTo) },
  });
  const data = { id: after.id, changes: redacted(input), ...(input.fetchTitle && { fetchTitle: true }) };
  await emit(ctx, trx, { type: "link.updated", workspaceId: actor.workspaceId, data });
}

import type { KeyUpdate } from "@visoli/contract/key";
import type { Updateable } from "kysely";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import { namedDifferences } from "../core/changes.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { checkIfMatch } from "../core/etag.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { type KeyRow, lockManagedKey, updateKey as updateRow } from "../db/keys.ts";
import type { KeyTable } from "../db/schema-workspaces.ts";
import { guardKey, rangesFor, scopesFor } from "./allowed.ts";
import { boundsOf, requireWithin } from "./bounds.ts";
import { keyNotFound, presentKey, type VersionedKey } from "./present.ts";

/**
 * Changes what the input names; it counts from the next request on. Whoever changes a key may do all that it may, before and after.
 * @throws key.not_found, key.inactive, key.forbidden, key.version_mismatch, auth.missing_scope, request.invalid
 */
export async function updateKey(
  ctx: Ctx,
  actor: Actor,
  id: string,
  input: KeyUpdate,
  ifMatch?: string,
): Promise<VersionedKey> {
  guard(actor, "keys:write");
  return ctx.db.transaction().execute(async (trx) => {
    const before = await lockManagedKey(trx, ctx.config.database.kind, actor.workspaceId, id);
    if (!before) throw keyNotFound(id);
    guardKey(actor, before);
    const columns = columnsOf(actor, before, input);
    const bounds = await boundsOf(trx, actor);
    for (const key of [before, { ...before, ...columns }]) requireWithin(bounds, key);
    checkIfMatch(ifMatch, before.version, "key");
    // What was given up for good does not come back: a new key does.
    if (before.revoked_at !== null) throw problem("key.inactive", `The key ${id} was revoked`);
    if (before.replaced_by !== null)
      throw problem("key.inactive", `The key ${id} was replaced by ${before.replaced_by}`);
    const after = await updateRow(trx, id, columns);
    const changes = namedDifferences(input, presentKey(before, ctx.now()), presentKey(after, ctx.now()));
    await audit(ctx, trx, actor, { action: "key.update", subject: id, changes });
    await emit(ctx, trx, { type: "key.updated", workspaceId: actor.workspaceId, data: { id } });
    return { key: presentKey(after, ctx.now()), version: after.version };
  });
}

function columnsOf(actor: Actor, { mode, owner_id }: KeyRow, input: KeyUpdate): Updateable<KeyTable> {
  const { name, scopes, expiresAt, allowedAddresses } = input;
  const linkAccess = owner_id === null ? "all" : "own";
  return {
    ...(name !== undefined && { name }),
    ...(scopes !== undefined && { scopes: JSON.stringify(scopesFor(actor, { mode, linkAccess }, scopes)) }),
    ...(expiresAt !== undefined && { expires_at: expiresAt === null ? null : Date.parse(expiresAt) }),
    ...(allowedAddresses !== undefined && { allowed_addresses: rangesFor(allowedAddresses) }),
  };
}

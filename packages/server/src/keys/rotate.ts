import { type KeyMode, newApiKey } from "@visoli/contract/api-key";
import { newId } from "@visoli/contract/ids";
import type { KeyRotate, KeyWithSecret } from "@visoli/contract/key";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { copyFolderRoles, insertKey, type KeyRow, lockManagedKey, updateKey } from "../db/keys.ts";
import { sha256 } from "../lib/hash.ts";
import { SECOND_MS } from "../lib/time.ts";
import { guardKey } from "./allowed.ts";
import { boundsOf, requireWithin } from "./bounds.ts";
import { keyNotFound, presentKey, stateOf } from "./present.ts";

/**
 * Replaces a key by a new one that is like it in all but its text, shown this once. The old one stops at the end of the overlap, or
 * when it would have stopped anyway. @throws key.not_found, key.inactive, key.forbidden, auth.missing_scope
 */
export async function rotateKey(
  ctx: Ctx,
  actor: Actor,
  id: string,
  { overlapSeconds }: KeyRotate,
): Promise<KeyWithSecret> {
  guard(actor, "keys:write");
  return ctx.db.transaction().execute(async (trx) => {
    const now = ctx.now();
    const old = await lockManagedKey(trx, ctx.config.database.kind, actor.workspaceId, id);
    if (!old) throw keyNotFound(id);
    // They are shown a key that may do what this one may.
    guardKey(actor, old);
    requireWithin(await boundsOf(trx, actor), old);
    refuseInactive(old, now);
    const key = newApiKey(old.mode as KeyMode);
    const made = await insertKey(trx, {
      ...{ id: newId("key", now), workspace_id: old.workspace_id, name: old.name, mode: old.mode },
      ...{ scopes: old.scopes, allowed_addresses: old.allowed_addresses, expires_at: old.expires_at },
      ...{
        owner_id: old.owner_id,
        hash: sha256(key),
        hint: key.slice(-4),
        rotated_from: id,
        created_at: now,
      },
    });
    const end = now + overlapSeconds * SECOND_MS;
    const expires_at = Math.min(end, old.expires_at ?? end);
    await updateKey(trx, id, { replaced_by: made.id, expires_at });
    await copyFolderRoles(trx, id, made.id);
    const changes = { replacedBy: made.id, overlapSeconds };
    await audit(ctx, trx, actor, { action: "key.rotate", subject: id, changes });
    const { workspaceId } = actor;
    await emit(ctx, trx, { type: "key.rotated", workspaceId, data: { id } });
    await emit(ctx, trx, { type: "key.created", workspaceId, data: { id: made.id } });
    return { ...presentKey(made, now), key };
  });
}

function refuseInactive(key: KeyRow, now: number): void {
  if (key.replaced_by !== null)
    throw problem("key.inactive", `The key ${key.id} was replaced by ${key.replaced_by}; rotate that one`);
  const state = stateOf(key, now);
  if (state !== "active") throw problem("key.inactive", `The key ${key.id} is ${state}; make a new one`);
}

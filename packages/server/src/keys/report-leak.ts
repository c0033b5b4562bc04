import { isApiKey } from "@visoli/contract/api-key";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { emit } from "../core/outbox.ts";
import { findKeyByHash, lockManagedKey, updateKey } from "../db/keys.ts";
import { homeOf } from "../db/sandboxes.ts";
import { sha256 } from "../lib/hash.ts";

/**
 * Revokes a key that was found where it does not belong, and tells its workspace. Whoever has a key may end it; they learn nothing
 * by that. `from` is what may be written down of their address.
 */
export async function reportLeak(ctx: Ctx, key: string, from: string | undefined): Promise<void> {
  if (!isApiKey(key) || !(await findKeyByHash(ctx.reads, sha256(key)))) return;
  // Not before: whoever makes keys up shall hold no writer up.
  await ctx.db.transaction().execute(async (trx) => {
    const found = await findKeyByHash(trx, sha256(key));
    const { kind } = ctx.config.database;
    const row = found && (await lockManagedKey(trx, kind, found.workspace_id, found.id));
    if (!row || row.revoked_at !== null) return;
    await updateKey(trx, row.id, { revoked_at: ctx.now() });
    // Told where the key is managed. Nobody is known but by the key itself.
    const workspaceId = await homeOf(trx, row.workspace_id);
    const actor: Actor = { kind: "key", keyId: row.id, workspaceId, scopes: [], from };
    await audit(ctx, trx, actor, { action: "key.leak", subject: row.id });
    await emit(ctx, trx, { type: "key.leaked", workspaceId, data: { id: row.id } });
    await emit(ctx, trx, { type: "key.revoked", workspaceId, data: { id: row.id } });
  });
}

import type { Key } from "@visoli/contract/key";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { lockManagedKey, updateKey } from "../db/keys.ts";
import { keyNotFound, presentKey } from "./present.ts";

/** Revokes a key, at once: keys are looked up on every request. A second time changes nothing. @throws key.not_found */
export async function revokeKey(ctx: Ctx, actor: Actor, id: string): Promise<Key> {
  guard(actor, "keys:write");
  return ctx.db.transaction().execute(async (trx) => {
    const now = ctx.now();
    const before = await lockManagedKey(trx, ctx.config.database.kind, actor.workspaceId, id);
    if (!before) throw keyNotFound(id);
    if (before.revoked_at !== null) return presentKey(before, now);
    const after = await updateKey(trx, id, { revoked_at: now });
    await audit(ctx, trx, actor, { action: "key.revoke", subject: id });
    await emit(ctx, trx, { type: "key.revoked", workspaceId: actor.workspaceId, data: { id } });
    return presentKey(after, now);
  });
}

import type { Key } from "@visoli/contract/key";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { revokeKey as revokeRow } from "../db/keys.ts";
import { presentKey } from "./present.ts";

/** Revokes a key, at once: keys are looked up on every request. A second time changes nothing. @throws key.not_found */
export async function revokeKey(ctx: Ctx, actor: Actor, id: string): Promise<Key> {
  guard(actor, "keys:write");
  return ctx.db.transaction().execute(async (trx) => {
    const revoked = await revokeRow(trx, actor.workspaceId, id, ctx.now());
    if (!revoked) throw problem("key.not_found", `There is no key ${id}`);
    if (!revoked.isNew) return presentKey(revoked.key);
    await audit(ctx, trx, actor, { action: "key.revoke", subject: id });
    await emit(ctx, trx, { type: "key.revoked", workspaceId: actor.workspaceId, data: { id } });
    return presentKey(revoked.key);
  });
}

import { newApiKey } from "@visoli/contract/api-key";
import { newId } from "@visoli/contract/ids";
import type { KeyCreate, KeyWithSecret } from "@visoli/contract/key";
import { WORKSPACE_SCOPES } from "@visoli/contract/scopes";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard, holdsScope } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { insertKey } from "../db/keys.ts";
import { sha256 } from "../lib/hash.ts";
import { presentKey } from "./present.ts";

/** Makes a key and gives it back, this once. It may do no more than the one who makes it. @throws auth.missing_scope */
export async function createKey(ctx: Ctx, actor: Actor, input: KeyCreate): Promise<KeyWithSecret> {
  guard(actor, "keys:write");
  const scopes = input.scopes ?? WORKSPACE_SCOPES.filter((scope) => holdsScope(actor, scope));
  for (const scope of scopes) guard(actor, scope);
  const key = newApiKey();
  const now = ctx.now();
  const row = {
    id: newId("key", now),
    workspace_id: actor.workspaceId,
    name: input.name,
    hash: sha256(key),
    hint: key.slice(-4),
    scopes: JSON.stringify(scopes),
    expires_at: input.expiresAt ? Date.parse(input.expiresAt) : null,
    last_used_at: null,
    revoked_at: null,
    created_at: now,
  };
  await ctx.db.transaction().execute(async (trx) => {
    await insertKey(trx, row);
    await audit(ctx, trx, actor, {
      action: "key.create",
      subject: row.id,
      changes: { name: input.name, scopes },
    });
    await emit(ctx, trx, { type: "key.created", workspaceId: actor.workspaceId, data: { id: row.id } });
  });
  return { ...presentKey(row), key };
}

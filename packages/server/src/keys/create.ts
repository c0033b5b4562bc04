import { newApiKey } from "@visoli/contract/api-key";
import { newId } from "@visoli/contract/ids";
import type { KeyCreate, KeyWithSecret } from "@visoli/contract/key";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { requireRoom } from "../core/room.ts";
import { insertKey } from "../db/keys.ts";
import { countKeys } from "../db/plan-counts.ts";
import { ensureSandbox } from "../db/sandboxes.ts";
import { sha256 } from "../lib/hash.ts";
import { rangesFor, scopesFor } from "./allowed.ts";
import { boundsFor, boundsOf } from "./bounds.ts";
import { presentKey } from "./present.ts";

/**
 * Makes a key and gives it back, this once. It may do no more than the one who makes it, from no more networks and for no longer; a test
 * key acts on the workspace's sandbox. @throws auth.missing_scope, key.forbidden, request.invalid
 */
export async function createKey(ctx: Ctx, actor: Actor, input: KeyCreate): Promise<KeyWithSecret> {
  guard(actor, "keys:write");
  const mode = input.mode ?? "live";
  const { linkAccess } = input;
  const scopes = scopesFor(actor, { mode, linkAccess }, input.scopes);
  const asked = { expires_at: timeOf(input.expiresAt), allowed_addresses: rangesFor(input.allowedAddresses) };
  const key = newApiKey(mode);
  const now = ctx.now();
  const id = newId("key", now);
  const row = await ctx.db.transaction().execute(async (trx) => {
    const isLive = mode === "live";
    const workspaceId = isLive ? actor.workspaceId : await ensureSandbox(trx, actor.workspaceId, now);
    // What the operator makes at the command line is theirs to decide.
    if (actor.kind !== "operator")
      await requireRoom(ctx, trx, workspaceId, "keys", () => countKeys(trx, workspaceId, now));
    const made = await insertKey(trx, {
      ...{ id, workspace_id: workspaceId, name: input.name, mode, scopes: JSON.stringify(scopes) },
      ...{
        owner_id: linkAccess === "own" ? id : null,
        hash: sha256(key),
        hint: key.slice(-4),
        created_at: now,
      },
      ...boundsFor(await boundsOf(trx, actor), asked),
    });
    const changes = { name: input.name, scopes, ...(!isLive && { mode }), ...(linkAccess && { linkAccess }) };
    await audit(ctx, trx, actor, { action: "key.create", subject: id, changes });
    await emit(ctx, trx, { type: "key.created", workspaceId: actor.workspaceId, data: { id } });
    return made;
  });
  return { ...presentKey(row, now), key };
}

function timeOf(text: string | null | undefined): number | null | undefined {
  return text ? Date.parse(text) : text === null ? null : undefined;
}

import { randomText } from "@visoli/contract/base62";
import type { Ctx } from "../core/ctx.ts";
import { insertSetupToken } from "../db/setup.ts";
import { firstWorkspace, insertWorkspace, lockWorkspaces } from "../db/workspaces.ts";
import { sha256 } from "../lib/hash.ts";

/** `setupToken` is there only when the workspace was made just now. */
export type OwnerWorkspace = { id: string; setupToken: string | null };

/** The owner's workspace; made, with a one-time token for setting up the login, where there is none yet. */
export async function ensureWorkspace(ctx: Ctx): Promise<OwnerWorkspace> {
  return ctx.db.transaction().execute(async (trx) => {
    // Two nodes that start on one empty database must not make one each.
    await lockWorkspaces(trx, ctx.config.database.kind);
    const existing = await firstWorkspace(trx);
    if (existing) return { id: existing.id, setupToken: null };
    const now = ctx.now();
    const { id } = await insertWorkspace(trx, "Owner", now);
    const setupToken = randomText(32);
    await insertSetupToken(trx, { hash: sha256(setupToken), workspaceId: id, now });
    return { id, setupToken };
  });
}

import { randomText } from "@visoli/contract/base62";
import type { Ctx } from "../core/ctx.ts";
import type { Trx } from "../db/schema.ts";
import { hasAnySetupToken, insertSetupToken } from "../db/setup.ts";
import { firstWorkspace, insertWorkspace, lockWorkspaces } from "../db/workspaces.ts";
import { sha256 } from "../lib/hash.ts";

/** The owner's workspace; made where there is none yet. */
export async function ensureWorkspace(ctx: Ctx): Promise<{ id: string }> {
  return ctx.db.transaction().execute((trx) => findOrMake(ctx, trx));
}

/**
 * The owner's workspace and, the first time that anybody asks, the token for setting up the login. The operator's command line
 * may have made the workspace before: it is still the service's first start.
 */
export async function welcomeOwner(ctx: Ctx): Promise<{ id: string; setupToken: string | null }> {
  return ctx.db.transaction().execute(async (trx) => {
    const { id } = await findOrMake(ctx, trx);
    if (await hasAnySetupToken(trx, id)) return { id, setupToken: null };
    const setupToken = randomText(32);
    await insertSetupToken(trx, { hash: sha256(setupToken), workspaceId: id, now: ctx.now() });
    return { id, setupToken };
  });
}

async function findOrMake(ctx: Ctx, trx: Trx): Promise<{ id: string }> {
  // Two nodes that start on one empty database must not make one each.
  await lockWorkspaces(trx, ctx.config.database.kind);
  return (await firstWorkspace(trx)) ?? (await insertWorkspace(trx, "Owner", ctx.now()));
}

import type { Ctx } from "../core/ctx.ts";
import { clearSome, closedWorkspace } from "../db/workspace-end.ts";

/** Clears away what workspaces had that were deleted, a little in each transaction, so that others have their turn. */
export async function clearWorkspaces(
  ctx: Pick<Ctx, "db" | "config" | "log">,
  signal?: AbortSignal,
): Promise<void> {
  const { kind } = ctx.config.database;
  for (;;) {
    const workspaceId = await closedWorkspace(ctx.db);
    if (workspaceId === null) return;
    const some = () => ctx.db.transaction().execute((trx) => clearSome(trx, kind, workspaceId));
    while (await some()) if (signal?.aborted) return;
    // Another node is at it, or nothing is left.
    if ((await closedWorkspace(ctx.db)) === workspaceId) return;
    ctx.log.info({ workspace: workspaceId }, "a deleted workspace is cleared away");
  }
}

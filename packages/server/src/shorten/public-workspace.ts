import { newId } from "@visoli/contract/ids";
import type { Ctx } from "../core/ctx.ts";
import { serviceSecret } from "../db/secrets.ts";
import { insertWorkspaceOnce } from "../db/workspaces.ts";

/** The workspace of links that anybody makes; made on first use, the same on every node, whatever it is renamed to. */
export async function publicWorkspace(ctx: Ctx): Promise<string> {
  // No secret, but a value that must be drawn once for all nodes.
  const id = await serviceSecret(ctx.db, "public_workspace", newId("ws", ctx.now()));
  await insertWorkspaceOnce(ctx.db, { id, name: "Public", now: ctx.now() });
  return id;
}

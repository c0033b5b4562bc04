import type { LinkCtx } from "../core/ctx.ts";

/** Makes a change of domains known to this node's redirect; other nodes read them anew by themselves within 30 s. */
export async function publishDomains(ctx: LinkCtx): Promise<void> {
  await ctx.domains.reload();
  ctx.forgetDomains();
}

import type { LinkCtx } from "../core/ctx.ts";

/** Whether a proxy may get a certificate for the host; out of memory, since every unknown name on the internet may be asked for. */
export function isTlsAllowed(ctx: Pick<LinkCtx, "config" | "domains">, host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return (
    name === new URL(ctx.config.publicUrl).hostname ||
    (ctx.domains.byHost(name)?.workspaceId ?? null) !== null
  );
}

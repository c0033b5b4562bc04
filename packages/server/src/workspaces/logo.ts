import { type KnownLogo, LOGO_PREFIX, type WorkspaceLogo } from "@visoli/contract/qr";
import { readLogo } from "../adapters/qr/logo.ts";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { deleteLogo, findLogo, writeLogo } from "../db/logos.ts";
import type { Trx } from "../db/schema.ts";

/** The workspace's logo, as it is kept. */
export async function getLogo(ctx: Ctx, actor: Actor): Promise<KnownLogo> {
  guard(actor, "workspace:read");
  const png = await findLogo(ctx.reads, actor.workspaceId);
  return { logo: png && LOGO_PREFIX + png };
}

/** Makes the PNG the workspace's logo; gives back what is kept of it: the picture, and nothing else that the file said. @throws request.invalid */
export async function setLogo(ctx: Ctx, actor: Actor, { logo }: WorkspaceLogo): Promise<WorkspaceLogo> {
  guard(actor, "workspace:write");
  const read = readLogo(Buffer.from(logo.slice(LOGO_PREFIX.length), "base64"));
  if (!read) {
    const message = "Is not a PNG of 16 to 1024 pixels a side that can be read";
    throw invalid({ path: "logo", code: "invalid_image", message });
  }
  const png = Buffer.from(read.png).toString("base64");
  await ctx.db.transaction().execute(async (trx) => {
    await writeLogo(trx, actor.workspaceId, png);
    await tell(ctx, trx, actor, "workspace.logo.set", { width: read.width, height: read.height });
  });
  return { logo: LOGO_PREFIX + png };
}

/** Takes the logo away; where there is none, nothing happens. */
export async function removeLogo(ctx: Ctx, actor: Actor): Promise<void> {
  guard(actor, "workspace:write");
  await ctx.db.transaction().execute(async (trx) => {
    if (await deleteLogo(trx, actor.workspaceId)) await tell(ctx, trx, actor, "workspace.logo.remove", null);
  });
}

async function tell(
  ctx: Ctx,
  trx: Trx,
  actor: Actor,
  action: string,
  logo: { width: number; height: number } | null,
): Promise<void> {
  const { workspaceId } = actor;
  const changes = { logo };
  await audit(ctx, trx, actor, { action, subject: workspaceId, changes });
  await emit(ctx, trx, { type: "workspace.updated", workspaceId, data: { id: workspaceId, changes } });
}

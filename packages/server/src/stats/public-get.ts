import type { PublicStatistics } from "@visoli/contract/public-stats";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { findPublicStatistics } from "../db/public-stats.ts";
import { guardPublic, linkToShow, notPublic, presentPublic } from "./public-link.ts";

/** Where everybody sees the link's statistics. @throws link.not_found, public_statistics.not_found */
export async function getPublicStatistics(
  ctx: ClickCtx,
  actor: Actor,
  reference: string,
): Promise<PublicStatistics> {
  guardPublic(actor, "links:read");
  const link = await linkToShow(ctx, actor, reference);
  const row = await findPublicStatistics(ctx.db, link.id);
  if (!row) throw notPublic(reference);
  return presentPublic(ctx, row);
}

import { randomText } from "@visoli/contract/base62";
import {
  PUBLIC_PARTS,
  type PublicStatistics,
  type PublicStatisticsCreate,
} from "@visoli/contract/public-stats";
import { type Actor, actorName } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { emit } from "../core/outbox.ts";
import { type PublicStatisticsRow, writePublicStatistics } from "../db/public-stats.ts";
import { guardPublic, linkToChange, presentPublic } from "./public-link.ts";

/** 24 of 62 characters: 142 bits. */
export const TOKEN_LENGTH = 24;

/**
 * Lets everybody who knows the address see the link's statistics. Done again it is a new address, and the one before ends.
 * @throws link.not_found, folder.forbidden, idempotency.mismatch
 */
export async function createPublicStatistics(
  ctx: ClickCtx,
  actor: Actor,
  reference: string,
  { show = [...PUBLIC_PARTS], timezone = "UTC" }: PublicStatisticsCreate,
  idempotency?: Idempotency,
): Promise<PublicStatistics> {
  guardPublic(actor, "links:write");
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const link = await linkToChange(ctx, trx, actor, reference);
      const row: PublicStatisticsRow = {
        ...{ link_id: link.id, workspace_id: link.workspace_id, token: randomText(TOKEN_LENGTH) },
        ...{ parts: JSON.stringify(show), timezone, created_by: actorName(actor), created_at: ctx.now() },
      };
      await writePublicStatistics(trx, row);
      const changes = { show, timezone };
      await audit(ctx, trx, actor, { action: "link.publish_statistics", subject: link.id, changes });
      const { workspaceId } = actor;
      const data = { id: link.id, changes };
      await emit(ctx, trx, { type: "link.statistics_published", workspaceId, data });
      return presentPublic(ctx, row);
    }),
  );
  return answer;
}

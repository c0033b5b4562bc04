import type { Alert } from "@visoli/contract/notification";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { roleOf } from "../db/members.ts";
import { findNotifications, putNotifications } from "../db/notifications.ts";
import { lockWorkspace } from "../db/workspaces.ts";
import { defaultNotifications, presentNotifications } from "./get.ts";
import type { Subscription } from "./stop-token.ts";

/** Stops one kind of mail, for whoever has the link out of one. Who is no member any more gets none anyway. */
export async function stopNotifications(
  ctx: Ctx,
  { workspaceId, userId, what }: Subscription,
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const role = await roleOf(trx, userId, workspaceId);
    if (!role) return;
    await lockWorkspace(trx, ctx.config.database.kind, workspaceId);
    const row = await findNotifications(trx, workspaceId, userId);
    const before = row ? presentNotifications(row) : defaultNotifications(role);
    const alerts = before.alerts.filter((alert: Alert) => alert !== what);
    const summary = what === "summary" ? "off" : before.summary;
    await putNotifications(trx, {
      ...{ workspace_id: workspaceId, user_id: userId, summary, timezone: before.timezone },
      alerts: JSON.stringify(alerts),
      summary_at: summary === "off" ? null : (row?.summary_at ?? null),
    });
    const actor = { kind: "operator", workspaceId } as const;
    const changes = { stopped: what, by: "a link in a mail" };
    await audit(ctx, trx, actor, { action: "notifications.update", subject: userId, changes });
  });
}

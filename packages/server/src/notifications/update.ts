import type { Notifications, NotificationsUpdate } from "@visoli/contract/notification";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import { namedDifferences } from "../core/changes.ts";
import type { Ctx } from "../core/ctx.ts";
import { requirePerson } from "../core/require-person.ts";
import { findNotifications, putNotifications } from "../db/notifications.ts";
import { lockWorkspace } from "../db/workspaces.ts";
import { defaultNotifications, presentNotifications } from "./get.ts";
import { nextSummary } from "./next-summary.ts";

/** Changes what the input names. @throws auth.person_required */
export async function updateNotifications(
  ctx: Ctx,
  actor: Actor,
  input: NotificationsUpdate,
): Promise<Notifications> {
  const { userId, workspaceId, role } = requirePerson(actor);
  return ctx.db.transaction().execute(async (trx) => {
    await lockWorkspace(trx, ctx.config.database.kind, workspaceId);
    const row = await findNotifications(trx, workspaceId, userId);
    const before = row ? presentNotifications(row) : defaultNotifications(role);
    const { summary = before.summary, timezone = before.timezone, alerts = before.alerts } = input;
    // What is due already stays so, unless it is another day or hour now.
    const isMoved = !row || summary !== before.summary || timezone !== before.timezone;
    await putNotifications(trx, {
      ...{ workspace_id: workspaceId, user_id: userId, summary, timezone, alerts: JSON.stringify(alerts) },
      summary_at: isMoved ? nextSummary(summary, timezone, ctx.now()) : row.summary_at,
    });
    const after = { summary, timezone, alerts };
    const changes = namedDifferences(input, before, after);
    await audit(ctx, trx, actor, { action: "notifications.update", subject: userId, changes });
    return after;
  });
}

import type { Ctx } from "../core/ctx.ts";
import { forgetAlerts } from "../db/alerts.ts";
import { forgetIdempotencyKeys } from "../db/idempotency.ts";
import { forgetInvalidations } from "../db/invalidations.ts";
import { forgetInvitations } from "../db/invitations.ts";
import { forgetMails } from "../db/mails.ts";
import { forgetEnded } from "../db/people.ts";
import { forgetSecurityEvents } from "../db/security-log.ts";
import { purgeTrash } from "../db/trash.ts";
import { forgetToldClicks } from "../db/webhook-clicks.ts";
import { forgetWebhookEvents } from "../db/webhook-events.ts";
import { DAY_MS } from "../lib/time.ts";

const TRASH_MS = 30 * DAY_MS;
const LINKS_AT_ONCE = 200;
const WEBHOOK_EVENTS_MS = 30 * DAY_MS;
const WEBHOOK_EVENTS_AT_ONCE = 200;
const TOLD_CLICKS_MS = DAY_MS;
/** Longer than a month, of which each quota is told once. */
const ALERTS_MS = 90 * DAY_MS;
/** Behind their end. */
const INVITATIONS_MS = 30 * DAY_MS;
const SECURITY_EVENTS_MS = 90 * DAY_MS;
const FAILED_MAILS_MS = 30 * DAY_MS;

/** Drops what is kept for a time only: Idempotency-Keys after 24 hours, links in the trash and what webhooks were told after 30 days,
 * clicks that they were told after one. */
export async function clean(ctx: Ctx): Promise<void> {
  await forgetIdempotencyKeys(ctx.db, ctx.now() - DAY_MS);
  await forgetInvalidations(ctx.db, ctx.now() - DAY_MS);
  await forgetInvitations(ctx.db, ctx.now() - INVITATIONS_MS);
  await forgetMails(ctx.db, ctx.now() - FAILED_MAILS_MS);
  await forgetEnded(ctx.db, ctx.now());
  await forgetSecurityEvents(ctx.db, ctx.now() - SECURITY_EVENTS_MS);
  await forgetAlerts(ctx.db, ctx.now() - ALERTS_MS);
  const { kind } = ctx.config.database;
  const purge = () =>
    ctx.db.transaction().execute((trx) => purgeTrash(trx, kind, ctx.now() - TRASH_MS, LINKS_AT_ONCE));
  while ((await purge()) === LINKS_AT_ONCE);
  const forget = () =>
    ctx.db
      .transaction()
      .execute((trx) => forgetWebhookEvents(trx, ctx.now() - WEBHOOK_EVENTS_MS, WEBHOOK_EVENTS_AT_ONCE));
  while ((await forget()) === WEBHOOK_EVENTS_AT_ONCE);
  const forgetClicks = () =>
    ctx.db
      .transaction()
      .execute((trx) => forgetToldClicks(trx, ctx.now() - TOLD_CLICKS_MS, WEBHOOK_EVENTS_AT_ONCE));
  while ((await forgetClicks()) === WEBHOOK_EVENTS_AT_ONCE);
}

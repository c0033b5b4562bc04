import type { Ctx } from "../core/ctx.ts";
import { forgetIdempotencyKeys } from "../db/idempotency.ts";
import { forgetInvalidations } from "../db/invalidations.ts";
import { purgeTrash } from "../db/trash.ts";
import { forgetWebhookEvents } from "../db/webhook-events.ts";
import { DAY_MS } from "../lib/time.ts";

const TRASH_MS = 30 * DAY_MS;
const LINKS_AT_ONCE = 200;
const WEBHOOK_EVENTS_MS = 30 * DAY_MS;
const WEBHOOK_EVENTS_AT_ONCE = 200;

/** Drops what is kept for a time only: Idempotency-Keys after 24 hours, links in the trash and what webhooks were told after 30 days. */
export async function clean(ctx: Ctx): Promise<void> {
  await forgetIdempotencyKeys(ctx.db, ctx.now() - DAY_MS);
  await forgetInvalidations(ctx.db, ctx.now() - DAY_MS);
  const { kind } = ctx.config.database;
  const purge = () =>
    ctx.db.transaction().execute((trx) => purgeTrash(trx, kind, ctx.now() - TRASH_MS, LINKS_AT_ONCE));
  while ((await purge()) === LINKS_AT_ONCE);
  const forget = () =>
    ctx.db
      .transaction()
      .execute((trx) => forgetWebhookEvents(trx, ctx.now() - WEBHOOK_EVENTS_MS, WEBHOOK_EVENTS_AT_ONCE));
  while ((await forget()) === WEBHOOK_EVENTS_AT_ONCE);
}

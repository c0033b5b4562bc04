import { type Event, WEBHOOK_EVENTS, type WebhookEvent } from "@visoli/contract/event";
import type { LinkCtx } from "../core/ctx.ts";
import type { OutboxRow } from "../db/outbox.ts";
import type { Visible } from "../db/webhook-deliveries.ts";
import { insertDeliveries, type Told } from "../db/webhook-events.ts";
import { enabledWebhooks, type WebhookRow } from "../db/webhooks.ts";
import { iso } from "../lib/time.ts";
import { actorOf, isVisible, visibleTo } from "../webhooks/visible.ts";
import { type Happening, linkHappenings, otherHappening } from "./webhook-data.ts";

/** Events written in one transaction, so that others have their turn. */
const AT_ONCE = 50;

/** Writes down which webhooks are to be told of the event; told twice, it writes nothing more. Without webhooks it asks once and writes nothing. */
export async function tellWebhooks(ctx: LinkCtx, event: OutboxRow): Promise<void> {
  const type = event.type === "links.created" ? "link.created" : (event.type as WebhookEvent);
  if (!WEBHOOK_EVENTS.includes(type)) return;
  const webhooks = (await enabledWebhooks(ctx.db, event.workspace_id)).filter((one) => wants(one, type));
  if (webhooks.length === 0) return;
  const listeners = await Promise.all(webhooks.map((webhook) => listenerOf(ctx, webhook)));
  for await (const happenings of happeningsOf(ctx, event)) {
    const told = happenings
      .map((happening) => toldOf(event, happening, listeners))
      .filter(({ webhookIds }) => webhookIds.length > 0);
    if (told.length === 0) continue;
    await ctx.db
      .transaction()
      .execute((trx) => insertDeliveries(trx, ctx.config.database.kind, told, ctx.now()));
  }
}

function wants({ events }: WebhookRow, type: WebhookEvent): boolean {
  const wanted = JSON.parse(events) as string[];
  return wanted.includes("*") || wanted.includes(type);
}

type Listener = { webhook: WebhookRow; visible: Visible };

async function listenerOf({ db }: LinkCtx, webhook: WebhookRow): Promise<Listener> {
  return { webhook, visible: await visibleTo(db, actorOf(webhook)) };
}

/** A few at a time. */
async function* happeningsOf(ctx: LinkCtx, event: OutboxRow): AsyncGenerator<Happening[]> {
  if (!/^links?\./.test(event.type)) {
    const happening = await otherHappening(ctx, event);
    if (happening) yield [{ ...happening, id: event.id }];
    return;
  }
  const said = JSON.parse(event.data) as { id?: string; link?: { id: string }; ids?: string[] };
  const ids = said.ids ?? [said.link?.id ?? said.id ?? ""];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    const found = await linkHappenings(ctx, event, some);
    yield some.flatMap((linkId, place) => {
      const happening = found.get(linkId);
      // An event of many is one for each: each has an id of its own, the same whenever this is asked.
      const id = said.ids ? `${event.id}-${at + place}` : event.id;
      return happening ? [{ ...happening, id }] : [];
    });
  }
}

function toldOf(event: OutboxRow, happening: Happening, listeners: Listener[]): Told {
  const { id, type, folderId, data, wasVisibleTo } = happening;
  const payload: Event = { id, type, timestamp: iso(event.created_at), data };
  return {
    event: {
      ...{ id, type, workspace_id: event.workspace_id, folder_id: folderId },
      ...{ payload: JSON.stringify(payload), created_at: event.created_at },
    },
    webhookIds: listeners
      .filter(({ visible }) => isVisible(visible, happening))
      .filter(({ webhook }) => wasVisibleTo?.(actorOf(webhook)) ?? true)
      .map(({ webhook }) => webhook.id),
  };
}

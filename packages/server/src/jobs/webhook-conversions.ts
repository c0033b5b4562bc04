import type { WebhookEvent } from "@visoli/contract/event";
import { withLabels } from "../conversions/get.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { findConversion } from "../db/conversions.ts";
import { linksById } from "../db/links-by-id.ts";
import type { OutboxRow } from "../db/outbox.ts";

/** A conversion's event, for those who see the folder in which its link lies now. */
export async function conversionHappening(
  { db }: LinkCtx,
  event: OutboxRow,
): Promise<{ type: WebhookEvent; folderId: string | null; data: Record<string, unknown> } | null> {
  const { id } = JSON.parse(event.data) as { id: string };
  const row = await findConversion(db, event.workspace_id, { id });
  const [conversion] = row ? await withLabels(db, [row]) : [];
  if (!row || !conversion) return null;
  const [link] = row.link_id === null ? [] : await linksById(db, event.workspace_id, [row.link_id]);
  const folderId = link ? link.folder_id : row.folder_id;
  return { type: event.type as WebhookEvent, folderId, data: { conversion } };
}

import type { ClickHookFilters } from "@visoli/contract/click-hook";
import { CLICK_EVENT } from "@visoli/contract/event";
import type { ClickRow } from "../analytics/row.ts";
import type { LinkRow } from "../db/links.ts";
import type { ClickWebhook } from "../db/webhook-clicks.ts";
import type { Visible } from "../db/webhook-deliveries.ts";
import { DAY_MS } from "../lib/time.ts";
import { isVisible } from "../webhooks/visible.ts";

/** As many clicks as one delivery carries. */
export const CLICKS_A_DELIVERY = 100;
/** What comes to the store later than that is not told any more. */
export const TOLD_WITHIN_MS = DAY_MS;

/** A few clicks on links of one folder: who sees the folder sees them. */
export type Batch = { folderId: string | null; rows: ClickRow[] };
/** Those that a webhook is told of, and those that come too late for that. */
export type Sorted = { batches: Batch[]; late: ClickRow[] };

/** Whether the click, of the webhook's workspace, is one that it asks for; what its link says is looked at later. */
export function isAskedFor(webhook: ClickWebhook, row: ClickRow): boolean {
  const { links, classes = ["human"] } = filtersOf(webhook);
  return (
    row.workspace === webhook.workspace_id &&
    row.trigger !== "orphan" &&
    row.at >= webhook.since &&
    classes.includes(row.class) &&
    (links?.includes(row.link) ?? true)
  );
}

/** Sorts the clicks that it asks for by the folders that their links are in now. Of links that are gone for good nothing is told. */
export function batchesFor(
  webhook: ClickWebhook,
  rows: ClickRow[],
  { links, visible, now }: { links: Map<string, LinkRow>; visible: Visible; now: number },
): Sorted {
  const { tags, folders } = filtersOf(webhook);
  const wanted = rows.filter((row) => {
    const link = links.get(row.link);
    if (!link || !isVisible(visible, { type: CLICK_EVENT, folderId: link.folder_id })) return false;
    if (folders && !folders.includes(link.folder_id ?? "")) return false;
    return tags?.some((tag) => link.tags.includes(tag)) ?? true;
  });
  const late = wanted.filter(({ at }) => at < now - TOLD_WITHIN_MS);
  const byFolder = Map.groupBy(
    wanted.filter(({ at }) => at >= now - TOLD_WITHIN_MS),
    ({ link }) => links.get(link)?.folder_id ?? null,
  );
  const batches = [...byFolder].flatMap(([folderId, those]) =>
    chunks(those, CLICKS_A_DELIVERY).map((some) => ({ folderId, rows: some })),
  );
  return { batches, late };
}

function filtersOf({ filters }: ClickWebhook): ClickHookFilters {
  return filters === null ? {} : (JSON.parse(filters) as ClickHookFilters);
}

export function chunks<One>(all: One[], size: number): One[][] {
  const some: One[][] = [];
  for (let at = 0; at < all.length; at += size) some.push(all.slice(at, at + size));
  return some;
}

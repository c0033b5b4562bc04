import type { FoundClick } from "../analytics/questions/converted-click.ts";
import type { ClickCtx, Ctx } from "../core/ctx.ts";
import { emit } from "../core/outbox.ts";
import { type Booking, bookConversion, type ConversionRow } from "../db/conversions.ts";
import { linksById } from "../db/links-by-id.ts";
import type { Db, Trx } from "../db/schema.ts";

const NOTHING = { link_id: null, folder_id: null, click: null, tags: [], metadata: {} };

/**
 * What a conversion of that link is booked with: how the link is called now. Whatever becomes of the link later, it stays, so that totals
 * of a time that is over do. null is a conversion without a link: it stays whose it was.
 */
export async function bookingOf(
  db: Db,
  workspaceId: string,
  of: { link: string; click?: FoundClick["click"] } | null,
  ownerId: string | null,
): Promise<Booking> {
  if (of === null) return { ...NOTHING, owner_id: ownerId };
  const [link] = await linksById(db, workspaceId, [of.link]);
  return {
    link_id: of.link,
    folder_id: link?.folder_id ?? null,
    owner_id: link?.owner_id ?? ownerId,
    click: of.click ? JSON.stringify(of.click) : null,
    tags: link?.tags ?? [],
    metadata: link?.metadata ? (JSON.parse(link.metadata) as Record<string, string>) : {},
  };
}

/** Books a conversion that waited for its click, with that click or without any; once, whoever is at it. */
export async function bookWaiting(
  ctx: ClickCtx,
  { id, workspace_id: workspaceId, owner_id }: ConversionRow,
  found: FoundClick | null,
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const booking = await bookingOf(trx, workspaceId, found, owner_id);
    const isBooked = await bookConversion(trx, ctx.config.database.kind, id, booking, ctx.now());
    if (isBooked) await sayBooked(ctx, trx, workspaceId, id);
  });
}

/** Says that there is a conversion that counts. */
export async function sayBooked(ctx: Ctx, trx: Trx, workspaceId: string, id: string): Promise<void> {
  await emit(ctx, trx, { type: "conversion.created", workspaceId, data: { id } });
}

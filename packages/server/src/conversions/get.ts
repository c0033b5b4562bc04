import type { Conversion } from "@visoli/contract/conversion";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { linkAccessOf, visibleLinks } from "../core/link-access.ts";
import { type ConversionRow, findConversion, labelsOf } from "../db/conversions.ts";
import type { Db } from "../db/schema.ts";
import { conversionNotFound, presentConversion, readReference } from "./present.ts";

/** One conversion, by its id or `ext_EXTERNALID`. @throws conversion.not_found, for one whose link is hidden, too */
export async function getConversion(ctx: Ctx, actor: Actor, reference: string): Promise<Conversion> {
  guard(actor, "conversions:read");
  const visible = visibleLinks(await linkAccessOf(ctx.db, actor));
  const row = await findConversion(ctx.db, actor.workspaceId, readReference(reference), visible);
  const [conversion] = row ? await withLabels(ctx.db, [row]) : [];
  if (!conversion) throw conversionNotFound(reference);
  return conversion;
}

/** The rows as the API shows them. */
export async function withLabels(db: Db, rows: ConversionRow[]): Promise<Conversion[]> {
  const labels = await labelsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => presentConversion(row, labels.get(row.id) ?? { tags: [], metadata: {} }));
}

import type { Conversion } from "@visoli/contract/conversion";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { linkAccessOf, visibleLinks } from "../core/link-access.ts";
import { emit } from "../core/outbox.ts";
import { findConversion, voidConversion as voidRow } from "../db/conversions.ts";
import { withLabels } from "./get.ts";
import { conversionNotFound, readReference } from "./present.ts";

/** Takes a conversion back, as of now: it stays, marked. Whoever does it again changes nothing. @throws conversion.not_found */
export async function voidConversion(ctx: Ctx, actor: Actor, reference: string): Promise<Conversion> {
  guard(actor, "conversions:write");
  return ctx.db.transaction().execute(async (trx) => {
    const visible = visibleLinks(await linkAccessOf(trx, actor));
    const find = () => findConversion(trx, actor.workspaceId, readReference(reference), visible);
    const before = await find();
    if (!before) throw conversionNotFound(reference);
    const voided = await voidRow(trx, before.id, ctx.now());
    if (voided) {
      await audit(ctx, trx, actor, { action: "conversion.void", subject: before.id });
      const event = { type: "conversion.voided", data: { id: before.id } } as const;
      await emit(ctx, trx, { ...event, workspaceId: actor.workspaceId });
    }
    // Of two at once the second sees what the first has done.
    const after = voided ?? (await find()) ?? before;
    const [conversion] = await withLabels(trx, [after]);
    if (!conversion) throw conversionNotFound(reference);
    return conversion;
  });
}

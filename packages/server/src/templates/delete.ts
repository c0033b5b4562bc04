import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard, guardAllLinks } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { deleteTemplate as deleteRow, findTemplate } from "../db/templates.ts";
import { templateNotFound } from "./present.ts";

/** Deletes a template. Links that were made with it stay as they are. @throws template.not_found */
export async function deleteTemplate(ctx: Ctx, actor: Actor, reference: string): Promise<void> {
  guard(actor, "links:write");
  guardAllLinks(actor);
  await ctx.db.transaction().execute(async (trx) => {
    const row = await findTemplate(trx, actor.workspaceId, reference);
    if (!row || !(await deleteRow(trx, row.id))) throw templateNotFound(reference);
    const data = { id: row.id, name: row.name };
    await audit(ctx, trx, actor, { action: "template.delete", subject: row.id, changes: { name: row.name } });
    await emit(ctx, trx, { type: "template.deleted", workspaceId: actor.workspaceId, data });
  });
}

import type { Template, TemplateUpdate } from "@visoli/contract/template";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import { namedDifferences } from "../core/changes.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard, guardAllLinks } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { findTemplate, updateTemplate as updateRow } from "../db/templates.ts";
import { nameTaken, presentTemplate, templateNotFound } from "./present.ts";

/** Changes the name, or all fields at once. Links that were made with it stay as they are. @throws template.not_found, template.name_taken */
export async function updateTemplate(
  ctx: Ctx,
  actor: Actor,
  reference: string,
  input: TemplateUpdate,
): Promise<Template> {
  guard(actor, "links:write");
  guardAllLinks(actor);
  return ctx.db.transaction().execute(async (trx) => {
    const { workspaceId } = actor;
    const before = await findTemplate(trx, workspaceId, reference);
    if (!before) throw templateNotFound(reference);
    const changes = {
      ...(input.name !== undefined && { name: input.name }),
      ...(input.fields && { fields: JSON.stringify(input.fields) }),
      updated_at: ctx.now(),
    };
    if ((await updateRow(trx, before.id, changes)) === "name_taken")
      throw nameTaken(input.name ?? before.name);
    const after = await findTemplate(trx, workspaceId, before.id);
    if (!after) throw templateNotFound(reference);
    const data = { id: before.id, changes: { ...input } };
    await audit(ctx, trx, actor, {
      ...{ action: "template.update", subject: before.id },
      changes: namedDifferences(input, presentTemplate(before), presentTemplate(after)),
    });
    await emit(ctx, trx, { type: "template.updated", workspaceId, data });
    return presentTemplate(after);
  });
}

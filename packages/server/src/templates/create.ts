import { newId } from "@visoli/contract/ids";
import type { Template, TemplateCreate } from "@visoli/contract/template";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard, guardAllLinks } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { emit } from "../core/outbox.ts";
import { insertTemplate } from "../db/templates.ts";
import { nameTaken, presentTemplate } from "./present.ts";

/** Makes a template. Where its fields lead is checked when it is used. @throws template.name_taken, idempotency.mismatch */
export async function createTemplate(
  ctx: Ctx,
  actor: Actor,
  input: TemplateCreate,
  idempotency?: Idempotency,
): Promise<Template> {
  guard(actor, "links:write");
  guardAllLinks(actor);
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const now = ctx.now();
      const row = {
        id: newId("tpl", now),
        workspace_id: actor.workspaceId,
        name: input.name,
        fields: JSON.stringify(input.fields),
        created_at: now,
        updated_at: now,
      };
      if ((await insertTemplate(trx, row)) === "name_taken") throw nameTaken(input.name);
      const template = presentTemplate(row);
      const { workspaceId } = actor;
      await audit(ctx, trx, actor, { action: "template.create", subject: row.id, changes: input });
      await emit(ctx, trx, { type: "template.created", workspaceId, data: { template } });
      return template;
    }),
  );
  return answer;
}

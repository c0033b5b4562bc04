import type { Template } from "@visoli/contract/template";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { findTemplate } from "../db/templates.ts";
import { presentTemplate, templateNotFound } from "./present.ts";

/** One template by id or name. @throws template.not_found, for another workspace's too */
export async function getTemplate(ctx: Ctx, actor: Actor, reference: string): Promise<Template> {
  guard(actor, "links:read");
  const row = await findTemplate(ctx.db, actor.workspaceId, reference);
  if (!row) throw templateNotFound(reference);
  return presentTemplate(row);
}

import type { TemplateListQuery, TemplatePage } from "@visoli/contract/template";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { listTemplates as listRows } from "../db/templates.ts";
import { pageOf } from "../lib/cursor.ts";
import { presentTemplate } from "./present.ts";

/** A page of the workspace's templates, newest first. */
export async function listTemplates(ctx: Ctx, actor: Actor, query: TemplateListQuery): Promise<TemplatePage> {
  guard(actor, "links:read");
  const page = { beforeId: query.cursor, limit: query.limit + 1 };
  const { data, nextCursor } = pageOf(await listRows(ctx.db, actor.workspaceId, page), query.limit);
  return { data: data.map(presentTemplate), nextCursor };
}

import type { Tag, TagUpdate } from "@visoli/contract/tag";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard, guardAllLinks } from "../core/guard.ts";
import { linkAccessOf, visibleLinks } from "../core/link-access.ts";
import { emit } from "../core/outbox.ts";
import { countLinks, findTag, renameTag as renameRow } from "../db/tag-list.ts";

/** Renames a tag on all its links. Two tags do not become one by it. @throws tag.not_found, tag.name_taken */
export async function renameTag(
  ctx: Ctx,
  actor: Actor,
  reference: string,
  { name }: TagUpdate,
): Promise<Tag> {
  guard(actor, "links:write");
  guardAllLinks(actor);
  return ctx.db.transaction().execute(async (trx) => {
    const { workspaceId } = actor;
    const tag = await findTag(trx, workspaceId, reference);
    if (!tag) throw tagNotFound(reference);
    const after = { id: tag.id, name };
    if ((await renameRow(trx, after)) === "name_taken")
      throw problem("tag.name_taken", `Another tag of the workspace has the name ${name}`);
    const changes = { before: tag.name, name };
    const renamed = { name: { from: tag.name, to: name } };
    await audit(ctx, trx, actor, { action: "tag.update", subject: tag.id, changes: renamed });
    await emit(ctx, trx, { type: "tag.updated", workspaceId, data: { id: tag.id, changes } });
    const visible = visibleLinks(await linkAccessOf(trx, actor));
    return { ...after, links: (await countLinks(trx, [after], visible)).get(tag.id) ?? 0 };
  });
}

export function tagNotFound(reference: string) {
  return problem("tag.not_found", `There is no tag ${reference}`);
}

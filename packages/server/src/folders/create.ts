import type { Folder, FolderCreate } from "@visoli/contract/folder";
import { newId } from "@visoli/contract/ids";
import { type Actor, actorName } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard, guardAllLinks } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { emit } from "../core/outbox.ts";
import { insertFolder, putMember } from "../db/folders.ts";
import { nameTaken, presentFolder } from "./present.ts";

/** Makes a folder; whoever makes it is its manager. @throws folder.name_taken, idempotency.mismatch */
export async function createFolder(
  ctx: Ctx,
  actor: Actor,
  input: FolderCreate,
  idempotency?: Idempotency,
): Promise<Folder> {
  guard(actor, "links:write");
  guardAllLinks(actor);
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const now = ctx.now();
      const row = {
        id: newId("fld", now),
        workspace_id: actor.workspaceId,
        name: input.name,
        default_role: input.defaultRole ?? "editor",
        created_at: now,
        updated_at: now,
      };
      if ((await insertFolder(trx, row)) === "name_taken") throw nameTaken(input.name);
      // The operator manages every folder anyway.
      if (actor.kind !== "operator")
        await putMember(trx, { folder_id: row.id, member: actorName(actor), role: "manager" });
      const folder = presentFolder({ ...row, role: "manager" });
      const { workspaceId } = actor;
      await audit(ctx, trx, actor, { action: "folder.create", subject: row.id, changes: input });
      await emit(ctx, trx, { type: "folder.created", workspaceId, data: { id: row.id, name: row.name } });
      return folder;
    }),
  );
  return answer;
}

import type {
  FolderListQuery,
  FolderMember,
  FolderMemberPage,
  FolderMemberPut,
} from "@visoli/contract/folder";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { foldersOf, requireFolder } from "../core/folders.ts";
import { guard, guardAllLinks } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { deleteMember, listMembers as listRows, putMember as putRow } from "../db/folders.ts";
import { findKey } from "../db/keys.ts";
import { roleOf } from "../db/members.ts";
import type { Trx } from "../db/schema.ts";
import { lockForChange } from "./lock.ts";
import { presentMember } from "./present.ts";

/** A page of a folder's members, for everybody who sees the folder. @throws folder.not_found */
export async function listMembers(
  ctx: Ctx,
  actor: Actor,
  reference: string,
  { cursor, limit }: FolderListQuery,
): Promise<FolderMemberPage> {
  guard(actor, "links:read");
  guardAllLinks(actor);
  const { id } = requireFolder(await foldersOf(ctx.db, actor), reference, "viewer");
  const rows = await listRows(ctx.db, id, { afterMember: cursor, limit: limit + 1 });
  const data = rows.slice(0, limit).map(presentMember);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.member ?? null) : null };
}

/** Gives a key or a person of the workspace a role in the folder; for managers. @throws folder.not_found, folder.forbidden, key.not_found */
export async function putMember(
  ctx: Ctx,
  actor: Actor,
  reference: string,
  member: string,
  { role }: FolderMemberPut,
): Promise<FolderMember> {
  guard(actor, "links:write");
  guardAllLinks(actor);
  return ctx.db.transaction().execute(async (trx) => {
    const { id } = await lockForChange(ctx, trx, actor, reference);
    if (!(await isThere(trx, actor.workspaceId, member))) throw memberNotFound(member);
    await putRow(trx, { folder_id: id, member, role });
    await tell(ctx, trx, actor, id, { member, role });
    return { member, role };
  });
}

/**
 * Takes the role away: the folder's default role counts again; for managers. The last manager may go, the operator remains.
 * @throws folder.not_found, folder.forbidden, key.not_found
 */
export async function removeMember(ctx: Ctx, actor: Actor, reference: string, member: string): Promise<void> {
  guard(actor, "links:write");
  guardAllLinks(actor);
  await ctx.db.transaction().execute(async (trx) => {
    const { id } = await lockForChange(ctx, trx, actor, reference);
    if (!(await deleteMember(trx, id, member))) throw memberNotFound(member);
    await tell(ctx, trx, actor, id, { member, role: null });
  });
}

async function isThere(trx: Trx, workspaceId: string, member: string): Promise<boolean> {
  if (member.startsWith("usr_")) return (await roleOf(trx, member, workspaceId)) !== null;
  const key = await findKey(trx, workspaceId, member);
  return key !== null && key.revoked_at === null;
}

async function tell(
  ctx: Ctx,
  trx: Trx,
  actor: Actor,
  id: string,
  change: { member: string; role: string | null },
): Promise<void> {
  await audit(ctx, trx, actor, { action: "folder.member", subject: id, changes: change });
  const data = { id, changes: change };
  await emit(ctx, trx, { type: "folder.updated", workspaceId: actor.workspaceId, data });
}

function memberNotFound(member: string) {
  return problem("key.not_found", `There is no member ${member}`);
}

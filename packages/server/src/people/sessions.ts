import type { Session } from "@visoli/contract/person";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { requirePerson } from "../core/require-person.ts";
import { endOtherSessions, endSession, listSessions, type SessionRow } from "../db/people.ts";
import { iso } from "../lib/time.ts";

/** Where the person is signed in, newest first. */
export async function readSessions(ctx: LinkCtx, actor: Actor, currentId: string): Promise<Session[]> {
  const { userId } = requirePerson(actor);
  const rows = await listSessions(ctx.reads, userId, ctx.now());
  return rows.map((row) => presentSession(ctx, row, currentId));
}

function presentSession(ctx: LinkCtx, row: SessionRow, currentId: string): Session {
  const { browser, os } = ctx.visitors.readAgent(row.user_agent ?? "");
  const device = [browser, os].filter(Boolean).join(" on ");
  return {
    id: row.id,
    isCurrent: row.id === currentId,
    device: device || "Unknown device",
    network: row.address_class,
    createdAt: iso(row.created_at),
    lastUsedAt: iso(row.updated_at),
    expiresAt: iso(row.expires_at),
  };
}

/** Signs the person out there, at once. @throws session.not_found */
export async function endOneSession(ctx: LinkCtx, actor: Actor, id: string): Promise<void> {
  const { userId } = requirePerson(actor);
  if (!(await endSession(ctx.db, userId, id)))
    throw problem("session.not_found", `You have no session ${id}`);
}

/** Signs the person out everywhere but here; how many sessions that ended. */
export async function endOthers(ctx: LinkCtx, actor: Actor, currentId: string): Promise<number> {
  const { userId } = requirePerson(actor);
  return endOtherSessions(ctx.db, userId, currentId);
}

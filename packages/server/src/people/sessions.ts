import type { Session } from "@visoli/contract/person";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { requirePerson } from "../core/require-person.ts";
import { endOtherSessions, endSession, listSessions, type SessionRow } from "../db/people.ts";
import { iso } from "../lib/time.ts";
import { deviceOf } from "./device.ts";
import { type Asking, refuseStale } from "./fresh.ts";
import type { People } from "./people.ts";
import { note } from "./security-log.ts";

/** Where the person is signed in, newest first. */
export async function readSessions(ctx: LinkCtx, actor: Actor, currentId: string): Promise<Session[]> {
  const { userId } = requirePerson(actor);
  const rows = await listSessions(ctx.reads, userId, ctx.now());
  return rows.map((row) => presentSession(ctx, row, currentId));
}

function presentSession(ctx: LinkCtx, row: SessionRow, currentId: string): Session {
  return {
    id: row.id,
    isCurrent: row.id === currentId,
    device: deviceOf(ctx, row.user_agent),
    network: row.address_class,
    createdAt: iso(row.created_at),
    lastUsedAt: iso(row.updated_at),
    expiresAt: iso(row.expires_at),
  };
}

/** Signs the person out there, at once; elsewhere than here only who has signed in lately. @throws auth.confirmation_needed, session.not_found */
export async function endOneSession(people: People, asking: Asking, id: string): Promise<void> {
  const { ctx } = people;
  const { actor, sessionId, visitor } = asking;
  const { userId } = requirePerson(actor);
  if (id !== sessionId) await refuseStale(people, asking);
  if (!(await endSession(ctx.db, userId, id)))
    throw problem("session.not_found", `You have no session ${id}`);
  if (id !== sessionId) await note(ctx, userId, "session.ended", visitor.caller);
}

/** Signs the person out everywhere but here; how many sessions that ended. @throws auth.confirmation_needed */
export async function endOthers(people: People, asking: Asking): Promise<number> {
  const { ctx } = people;
  const { actor, sessionId, visitor } = asking;
  const { userId } = requirePerson(actor);
  await refuseStale(people, asking);
  const ended = await endOtherSessions(ctx.db, userId, sessionId);
  if (ended > 0) await note(ctx, userId, "sessions.ended", visitor.caller);
  return ended;
}

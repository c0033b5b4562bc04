import { newId } from "@visoli/contract/ids";
import type {
  SecurityEvent,
  SecurityEventKind,
  SecurityLogPage,
  SecurityLogQuery,
} from "@visoli/contract/person";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { requirePerson } from "../core/require-person.ts";
import { insertSecurityEvent, listSecurityEvents, type SecurityLogRow } from "../db/security-log.ts";
import { pageOf } from "../lib/cursor.ts";
import { DAY_MS, iso } from "../lib/time.ts";
import { deviceOf } from "./device.ts";

const KEPT_MS = 90 * DAY_MS;
const MAX_AGENT = 300;

/** What the person can look up for 90 days; without a caller it was the operator. */
export async function note(
  { db, now }: Pick<LinkCtx, "db" | "now">,
  userId: string,
  kind: SecurityEventKind,
  caller?: { userAgent: string | undefined; addressClass: string | undefined },
): Promise<void> {
  const at = now();
  await insertSecurityEvent(db, {
    ...{ id: newId("evt", at), user_id: userId, kind, created_at: at },
    user_agent: caller?.userAgent?.slice(0, MAX_AGENT) || null,
    address_class: caller?.addressClass ?? null,
  });
}

/** A page of what happened at the doors of the person's account, newest first. */
export async function readSecurityLog(
  ctx: LinkCtx,
  actor: Actor,
  { limit, cursor }: Pick<SecurityLogQuery, "limit" | "cursor">,
): Promise<SecurityLogPage> {
  const { userId } = requirePerson(actor);
  const wanted = { since: ctx.now() - KEPT_MS, beforeId: cursor, limit: limit + 1 };
  const { data, nextCursor } = pageOf(await listSecurityEvents(ctx.reads, userId, wanted), limit);
  return { data: data.map((row) => present(ctx, row)), nextCursor };
}

function present(ctx: LinkCtx, row: SecurityLogRow): SecurityEvent {
  return {
    ...{ id: row.id, at: iso(row.created_at), kind: row.kind as SecurityEventKind },
    device: row.user_agent === null ? null : deviceOf(ctx, row.user_agent),
    network: row.address_class,
  };
}

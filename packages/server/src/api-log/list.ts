import type { ApiLogPage, ApiLogQuery } from "@visoli/contract/api-log";
import { API_LOG_MS } from "../analytics/api-requests.ts";
import { askApiRequests, type RequestPlace } from "../analytics/questions/api-requests.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { findSandbox } from "../db/sandboxes.ts";
import { iso } from "../lib/time.ts";

/** What the workspace asked of the API in the last 30 days, newest first. @throws request.invalid */
export async function listApiRequests(
  ctx: ClickCtx,
  actor: Actor,
  { cursor, from, to, mode, limit, status, key, ...filters }: ApiLogQuery,
): Promise<ApiLogPage> {
  guard(actor, "audit:read");
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const { workspaceId } = actor;
  const asked = mode === "live" ? workspaceId : await findSandbox(ctx.reads, workspaceId);
  if (asked === null) return { data: [], nextCursor: null };
  const oldest = ctx.now() - API_LOG_MS;
  const rows = await askApiRequests(ctx.analytics, {
    ...{ ...filters, workspaceId: asked, actor: key, statuses: status, after, limit: limit + 1 },
    start: Math.max(oldest, from === undefined ? oldest : Date.parse(from)),
    // A request may have come in on a node whose clock is ahead.
    end: to === undefined ? ctx.now() + API_LOG_MS : Date.parse(to),
  });
  const data = rows.slice(0, limit).map(({ request_id, at, duration_ms, ...row }) => ({
    ...{ requestId: request_id, at: iso(at), ...row },
    durationMs: Math.round(duration_ms * 100) / 100,
  }));
  const last = rows[limit - 1];
  return { data, nextCursor: rows.length > limit && last ? `${last.at}.${last.request_id}` : null };
}

function readCursor(cursor: string): RequestPlace {
  const [, at = "", requestId = ""] = /^(\d{1,14})\.([\w-]{1,100})$/.exec(cursor) ?? [];
  if (at !== "") return { at: Number(at), requestId };
  throw invalid({ path: "cursor", code: "invalid_format", message: "Is not the nextCursor of such a list" });
}

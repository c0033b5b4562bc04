import { isApiKey } from "@visoli/contract/api-key";
import type { Scope } from "@visoli/contract/scopes";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { findKeyByHash, touchKey } from "../db/keys.ts";
import { sha256 } from "../lib/hash.ts";
import { MINUTE_MS } from "../lib/time.ts";

/**
 * Who an Authorization header stands for. None, malformed, unknown, expired and revoked get one answer on one path: each is
 * hashed and looked up, so that neither words nor time tell them apart. @throws auth.unauthenticated
 */
export async function authenticate(ctx: Ctx, authorization: string | undefined): Promise<Actor> {
  const key = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const row = await findKeyByHash(ctx.reads, sha256(key));
  const now = ctx.now();
  if (
    !row ||
    !isApiKey(key) ||
    row.revoked_at !== null ||
    (row.expires_at !== null && row.expires_at <= now)
  ) {
    throw problem("auth.unauthenticated", "Send a valid API key as `Authorization: Bearer sk_api_...`");
  }
  if (now - (row.last_used_at ?? 0) >= MINUTE_MS) await touchKey(ctx.db, row.id, now);
  return {
    kind: "key",
    keyId: row.id,
    workspaceId: row.workspace_id,
    scopes: JSON.parse(row.scopes) as Scope[],
  };
}

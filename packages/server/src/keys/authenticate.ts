import { isApiKey } from "@visoli/contract/api-key";
import type { Scope } from "@visoli/contract/scopes";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { findKeyByHash, type KeyRow, touchKey } from "../db/keys.ts";
import { type Cidr, isInRanges, parseCidr } from "../lib/address.ts";
import { sha256 } from "../lib/hash.ts";
import { memoByText } from "../lib/memo.ts";
import { MINUTE_MS } from "../lib/time.ts";

/** Where a request comes from: its address, in memory only, and what may be written down of it. */
export type Origin = { address: string; class: string | undefined };

const NOWHERE: Origin = { address: "", class: undefined };

/**
 * Who an Authorization header stands for. None, malformed, unknown, expired, revoked and used from where it may not be get one answer on
 * one path: each is hashed and looked up, so that neither words nor time tell them apart. @throws auth.unauthenticated
 */
export async function authenticate(
  ctx: Ctx,
  authorization: string | undefined,
  origin: Origin = NOWHERE,
): Promise<Actor> {
  const key = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const row = await findKeyByHash(ctx.reads, sha256(key));
  const now = ctx.now();
  if (!row || !isApiKey(key) || !isUsable(row, now, origin.address))
    throw problem("auth.unauthenticated", "Send a valid API key as `Authorization: Bearer sk_api_...`");
  if (now - (row.last_used_at ?? 0) >= MINUTE_MS) await touchKey(ctx.db, row.id, now, origin.class ?? null);
  return {
    kind: "key",
    keyId: row.id,
    workspaceId: row.workspace_id,
    scopes: scopesOf(row.scopes),
    ownerId: row.owner_id ?? undefined,
    from: origin.class,
  };
}

function isUsable({ revoked_at, expires_at, allowed_addresses }: KeyRow, now: number, address: string) {
  if (revoked_at !== null || (expires_at !== null && expires_at <= now)) return false;
  return allowed_addresses === null || isInRanges(address, rangesOf(allowed_addresses));
}

// Most keys are alike in these: read once, not with each request.
const scopesOf = memoByText(1_000, (list): readonly Scope[] => Object.freeze(JSON.parse(list) as Scope[]));
const rangesOf = memoByText(1_000, (list) =>
  (JSON.parse(list) as string[]).map(parseCidr).filter((range): range is Cidr => range !== null),
);

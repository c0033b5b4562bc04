import type { KeyMode } from "@visoli/contract/api-key";
import type { Key, KeyState } from "@visoli/contract/key";
import type { Scope } from "@visoli/contract/scopes";
import { problem } from "../core/errors.ts";
import type { KeyRow } from "../db/keys.ts";
import { iso, isoOrNull } from "../lib/time.ts";

/** A key with the version that `ETag` and `If-Match` speak of. */
export type VersionedKey = { key: Key; version: number };

/** A key as the API shows it: never the key itself. */
export function presentKey(row: KeyRow, now: number): Key {
  return {
    id: row.id,
    name: row.name,
    mode: row.mode as KeyMode,
    state: stateOf(row, now),
    scopes: JSON.parse(row.scopes) as Scope[],
    linkAccess: row.owner_id === null ? "all" : "own",
    hint: row.hint,
    allowedAddresses: row.allowed_addresses === null ? null : (JSON.parse(row.allowed_addresses) as string[]),
    expiresAt: isoOrNull(row.expires_at),
    lastUsedAt: isoOrNull(row.last_used_at),
    lastUsedFrom: row.last_used_from,
    rotatedFrom: row.rotated_from,
    replacedBy: row.replaced_by,
    revokedAt: isoOrNull(row.revoked_at),
    createdAt: iso(row.created_at),
  };
}

export function stateOf(row: Pick<KeyRow, "revoked_at" | "expires_at">, now: number): KeyState {
  if (row.revoked_at !== null) return "revoked";
  return row.expires_at !== null && row.expires_at <= now ? "expired" : "active";
}

export function keyNotFound(id: string) {
  // Somebody may have sent the key itself: it is said nowhere again.
  const named = id.startsWith("sk_") ? "of that id; ids begin with key_" : id;
  return problem("key.not_found", `There is no key ${named}`);
}

import type { Key } from "@visoli/contract/key";
import type { Scope } from "@visoli/contract/scopes";
import type { KeyRow } from "../db/keys.ts";
import { iso, isoOrNull } from "../lib/time.ts";

/** A key as the API shows it: never the key itself. */
export function presentKey(row: KeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    scopes: JSON.parse(row.scopes) as Scope[],
    hint: row.hint,
    expiresAt: isoOrNull(row.expires_at),
    lastUsedAt: isoOrNull(row.last_used_at),
    revokedAt: isoOrNull(row.revoked_at),
    createdAt: iso(row.created_at),
  };
}

import type { KeyWithSecret } from "@visoli/contract/key";
import type { Actor } from "../core/actor.ts";
import { problem } from "../core/errors.ts";
import { findKey, type KeyRow } from "../db/keys.ts";
import type { Trx } from "../db/schema.ts";
import { type Cidr, isWithinRanges, parseCidr } from "../lib/address.ts";
import { iso } from "../lib/time.ts";

/** From where and until when a key works; null: from everywhere, for ever. */
export type Bounds = Pick<KeyRow, "expires_at" | "allowed_addresses">;
type Asked = { [Name in keyof Bounds]: Bounds[Name] | undefined };

const FREE: Bounds = { expires_at: null, allowed_addresses: null };

/** The bounds of the key that acts, as they are by now; nobody else has any. */
export async function boundsOf(trx: Trx, actor: Actor): Promise<Bounds> {
  if (actor.kind !== "key") return FREE;
  return (await findKey(trx, actor.workspaceId, actor.keyId)) ?? { expires_at: 0, allowed_addresses: "[]" };
}

/** The bounds of a new key: what was asked for, and where nothing was those of its maker. @throws key.forbidden */
export function boundsFor(own: Bounds, asked: Asked): Bounds {
  const { expires_at = own.expires_at, allowed_addresses = own.allowed_addresses } = asked;
  requireWithin(own, { expires_at, allowed_addresses });
  return { expires_at, allowed_addresses };
}

/** A key makes, changes and replaces none that is freer than itself: else whoever found it would be rid of its bounds. @throws key.forbidden */
export function requireWithin(own: Bounds, { expires_at, allowed_addresses }: Bounds): void {
  const end = own.expires_at;
  if (end !== null && (expires_at === null || expires_at > end))
    throw freer("expiresAt", `later than ${iso(end)}, when the key that asks expires`);
  const ranges = rangesOf(own.allowed_addresses);
  if (ranges === null) return;
  const asked = rangesOf(allowed_addresses);
  if (asked === null || !asked.every((range) => isWithinRanges(range, ranges)))
    throw freer("allowedAddresses", "beyond those of the key that asks");
}

function rangesOf(list: string | null): Cidr[] | null {
  if (list === null) return null;
  return (JSON.parse(list) as string[]).map(parseCidr).filter((range): range is Cidr => range !== null);
}

function freer(field: keyof KeyWithSecret, what: string) {
  return problem(
    "key.forbidden",
    `No key makes, changes or replaces one that is freer: ${field} would be ${what}`,
  );
}

import type { Scope } from "@visoli/contract/scopes";
import type { KeyValues } from "./key-fields.tsx";
import { scopesOf } from "./scope-words.ts";

const DAY_MS = 86_400_000;

/** What the form's values are on the wire; what is left out stays as it is, or as a new key has it. */
export function keyInput(values: KeyValues, own: readonly Scope[], now = Date.now()) {
  const { name, preset, chosen, expiry, networks } = values;
  const scopes = scopesOf(preset, chosen, own);
  const addresses = networks.split(/[\s,]+/).filter(Boolean);
  return {
    name,
    ...(scopes && { scopes }),
    ...(expiry !== "keep" && {
      expiresAt: expiry === "never" ? null : new Date(now + Number(expiry) * DAY_MS).toISOString(),
    }),
    allowedAddresses: addresses.length > 0 ? addresses : null,
  };
}

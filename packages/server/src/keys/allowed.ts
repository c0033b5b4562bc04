import type { KeyLinkAccess } from "@visoli/contract/key";
import { OWN_LINKS_SCOPES, type Scope, WORKSPACE_SCOPES } from "@visoli/contract/scopes";
import type { Actor } from "../core/actor.ts";
import { invalid } from "../core/errors.ts";
import { guard, holdsScope } from "../core/guard.ts";
import type { KeyRow } from "../db/keys.ts";
import { parseCidr } from "../lib/address.ts";

/** What would reach out of the sandbox: people, money, other keys, and a domain, which only one workspace can have. */
const LIVE_ONLY: readonly Scope[] = [
  "keys:write",
  "members:read",
  "members:write",
  "billing:write",
  "domains:write",
  "instance:admin",
];

type Kind = { mode: string; linkAccess: KeyLinkAccess | undefined };

/** What a new key may do: what was asked for, or all that its maker may. @throws auth.missing_scope, request.invalid */
export function scopesFor(actor: Actor, kind: Kind, asked: Scope[] | undefined): Scope[] {
  const scopes =
    asked ??
    WORKSPACE_SCOPES.filter((scope) => faultOf(kind, scope) === undefined && holdsScope(actor, scope));
  for (const scope of scopes) guard(actor, scope);
  const faults = scopes.flatMap((scope, index) => {
    const fault = faultOf(kind, scope);
    return fault ? [{ path: `scopes.${index}`, ...fault }] : [];
  });
  if (faults.length > 0) throw invalid(...faults);
  return scopes;
}

/** What no such key can have. */
function faultOf({ mode, linkAccess }: Kind, scope: Scope): { code: string; message: string } | undefined {
  if (mode !== "live" && LIVE_ONLY.includes(scope))
    return { code: "live_only", message: `A test key cannot have ${scope}` };
  if (linkAccess === "own" && !OWN_LINKS_SCOPES.includes(scope))
    return {
      code: "all_links_only",
      message: `A key of its own links cannot have ${scope}: that is about the whole workspace`,
    };
  return undefined;
}

/** Whoever changes or replaces a key may do all that it may: else they would get more by it. @throws auth.missing_scope */
export function guardKey(actor: Actor, key: Pick<KeyRow, "scopes">): void {
  for (const scope of JSON.parse(key.scopes) as Scope[]) guard(actor, scope);
}

/** The networks as they are kept; undefined where nothing was said. @throws request.invalid naming each that is none */
export function rangesFor(ranges: string[] | null | undefined): string | null | undefined {
  if (!ranges) return ranges;
  const faults = ranges.flatMap((range, index) =>
    parseCidr(range)
      ? []
      : [
          {
            path: `allowedAddresses.${index}`,
            code: "invalid_format",
            message: "Must be an address or a network such as 203.0.113.0/24 or 2001:db8::/32",
          },
        ],
  );
  if (faults.length > 0) throw invalid(...faults);
  return JSON.stringify(ranges);
}

import { ROLE_SCOPES } from "@visoli/contract/role";
import type { Scope } from "@visoli/contract/scopes";
import type { Actor } from "./actor.ts";
import { problem } from "./errors.ts";

/** The first line of every verb. @throws auth.missing_scope */
export function guard(actor: Actor, scope: Scope): void {
  if (holdsScope(actor, scope)) return;
  const who = actor.kind === "person" ? `your role (${actor.role})` : "the key";
  throw problem("auth.missing_scope", `This needs the scope ${scope}, which ${who} does not have`);
}

/** The first line of what owners alone may do: no key may, whatever its scopes. @throws auth.missing_scope */
export function guardOwner(actor: Actor): void {
  if (isOwner(actor)) return;
  throw problem("auth.missing_scope", "Only an owner of the workspace may do that, signed in");
}

export function isOwner(actor: Actor): boolean {
  return actor.kind === "operator" || (actor.kind === "person" && actor.role === "owner");
}

export function holdsScope(actor: Actor, scope: Scope): boolean {
  switch (actor.kind) {
    case "operator":
      return true;
    case "key":
      return actor.scopes.includes(scope);
    case "person":
      return scope === "instance:admin" ? actor.isInstanceAdmin : ROLE_SCOPES[actor.role].includes(scope);
  }
}

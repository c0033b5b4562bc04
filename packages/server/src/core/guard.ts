import { ROLE_SCOPES } from "@visoli/contract/role";
import type { Scope } from "@visoli/contract/scopes";
import { type Actor, ownerOf } from "./actor.ts";
import { problem } from "./errors.ts";

/** The first line of every verb. @throws auth.missing_scope, auth.second_factor_required */
export function guard(actor: Actor, scope: Scope): void {
  if (holdsScope(actor, scope)) return;
  if (scope === "instance:admin" && actor.kind === "person" && actor.isInstanceAdmin)
    throw problem(
      "auth.second_factor_required",
      "Whoever administers the service signs in with a second factor: switch two-factor on, or sign in by a passkey",
    );
  const who = actor.kind === "person" ? `your role (${actor.role})` : "the key";
  throw problem("auth.missing_scope", `This needs the scope ${scope}, which ${who} does not have`);
}

/** The first line of what owners alone may do: no key may, whatever its scopes. @throws auth.missing_scope */
export function guardOwner(actor: Actor): void {
  if (isOwner(actor)) return;
  throw problem("auth.missing_scope", "Only an owner of the workspace may do that, signed in");
}

/** What is about more than one's own links, where the scope alone would let a key of its own links in. @throws auth.own_links_only */
export function guardAllLinks(actor: Actor): void {
  if (ownerOf(actor) === null) return;
  throw problem("auth.own_links_only", "This is about the whole workspace, and the key is for its own links");
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
      return scope === "instance:admin"
        ? actor.isInstanceAdmin && !actor.lacksSecondFactor
        : ROLE_SCOPES[actor.role].includes(scope);
  }
}

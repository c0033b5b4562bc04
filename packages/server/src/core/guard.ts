import type { Scope } from "@visoli/contract/scopes";
import type { Actor } from "./actor.ts";
import { problem } from "./errors.ts";

/** The first line of every verb. @throws auth.missing_scope */
export function guard(actor: Actor, scope: Scope): void {
  if (!holdsScope(actor, scope))
    throw problem("auth.missing_scope", `This needs the scope ${scope}, which the key does not have`);
}

export function holdsScope(actor: Actor, scope: Scope): boolean {
  switch (actor.kind) {
    case "operator":
      return true;
    case "key":
      return actor.scopes.includes(scope);
  }
}

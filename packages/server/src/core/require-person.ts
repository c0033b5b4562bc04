import type { Actor } from "./actor.ts";
import { problem } from "./errors.ts";

/** @throws auth.person_required where a key asks */
export function requirePerson(actor: Actor): Extract<Actor, { kind: "person" }> {
  if (actor.kind === "person") return actor;
  throw problem("auth.person_required", "This is of somebody who is signed in, and a key is nobody");
}

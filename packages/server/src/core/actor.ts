import type { Role } from "@visoli/contract/role";
import type { Scope } from "@visoli/contract/scopes";

/**
 * Who asks, in which workspace, and from what kind of address (`core/address-class.ts`) where that is known. A key with an `ownerId` sees
 * that owner's links alone. Who `lacksSecondFactor` administers nothing until they show one.
 */
export type Actor = (
  | {
      kind: "key";
      keyId: string;
      workspaceId: string;
      scopes: readonly Scope[];
      ownerId?: string | undefined;
    }
  | {
      kind: "person";
      userId: string;
      workspaceId: string;
      role: Role;
      isInstanceAdmin: boolean;
      lacksSecondFactor?: boolean;
    }
  | { kind: "operator"; workspaceId: string }
) & { from?: string | undefined };

/** Somebody who is signed in, whatever workspaces they are in. */
export type Person = {
  userId: string;
  email: string;
  isEmailVerified: boolean;
  /** From what kind of address (`core/address-class.ts`) they ask. */
  from?: string | undefined;
};

/** The actor as the audit log names it. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case "key":
      return actor.keyId;
    case "person":
      return actor.userId;
    case "operator":
      return "operator";
  }
}

/** Whose links alone are there for the actor, and whose those are that it makes; null: the workspace's. */
export function ownerOf(actor: Actor): string | null {
  return actor.kind === "key" ? (actor.ownerId ?? null) : null;
}

/** The actor as kept for later, when somebody acts in their stead: from where they once asked does not count then. */
export function actorForLater(actor: Actor): string {
  return JSON.stringify({ ...actor, from: undefined });
}

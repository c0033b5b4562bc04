import type { Role } from "@visoli/contract/role";
import type { Scope } from "@visoli/contract/scopes";

/** Who asks, and in which workspace. */
export type Actor =
  | { kind: "key"; keyId: string; workspaceId: string; scopes: readonly Scope[] }
  | { kind: "person"; userId: string; workspaceId: string; role: Role; isInstanceAdmin: boolean }
  | { kind: "operator"; workspaceId: string };

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

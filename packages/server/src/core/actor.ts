import type { Scope } from "@visoli/contract/scopes";

/** Who asks. People join with the dashboard. */
export type Actor =
  | { kind: "key"; keyId: string; workspaceId: string; scopes: readonly Scope[] }
  | { kind: "operator"; workspaceId: string };

/** The actor as the audit log names it. */
export function actorName(actor: Actor): string {
  return actor.kind === "key" ? actor.keyId : "operator";
}

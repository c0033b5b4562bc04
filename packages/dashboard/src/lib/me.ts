import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import type { Me } from "@visoli/contract/person";
import type { Role } from "@visoli/contract/role";
import type { Scope } from "@visoli/contract/scopes";
import { visoli } from "./api.ts";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: () => visoli.me.get(),
  staleTime: 60_000,
});

export type Here = {
  me: Me;
  person: NonNullable<Me["person"]>;
  workspace: { id: string; name: string; role: Role };
  /** Whether the person may do this in the workspace: what they may not is not offered. */
  may(scope: Scope): boolean;
};

/** Who looks, and where; the shell has it loaded before any page shows. */
export function useHere(): Here {
  const { data: me } = useSuspenseQuery(meQuery);
  const workspace = me.workspaces.find(({ id }) => id === me.workspaceId);
  if (!me.person || !workspace) throw new Error("nobody is signed in");
  return { me, person: me.person, workspace, may: (scope) => me.scopes.includes(scope) };
}

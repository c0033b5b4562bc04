import type { OwnWorkspace, OwnWorkspaces, WorkspaceCreate } from "@visoli/contract/workspace";
import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";

/** The workspaces of whoever is signed in. */
export function workspacesOf(send: Send) {
  return {
    /** All of them: there is one page only. */
    list: (options?: RequestOptions) => send.json<OwnWorkspaces>("GET", "/api/v1/workspaces", {}, options),
    create: (input: WorkspaceCreate, options?: RequestOptions) =>
      send.json<OwnWorkspace>("POST", "/api/v1/workspaces", { body: input }, options),
  };
}

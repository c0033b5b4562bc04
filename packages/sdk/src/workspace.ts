import type { Member } from "@visoli/contract/member";
import type { KnownLogo, WorkspaceLogo } from "@visoli/contract/qr";
import type {
  Workspace,
  WorkspaceDelete,
  WorkspaceTransfer,
  WorkspaceUpdate,
} from "@visoli/contract/workspace";
import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";

const PATH = "/api/v1/workspace";

/** The workspace in which the client acts. */
export function workspaceOf(send: Send) {
  return {
    get: (options?: RequestOptions) => send.json<Workspace>("GET", PATH, {}, options),
    update: (changes: WorkspaceUpdate, options?: RequestOptions) =>
      send.json<Workspace>("PATCH", PATH, { body: changes }, options),
    /** Deletes it with all that is in it; its name is asked for, to be sure. */
    delete: (input: WorkspaceDelete, options?: RequestOptions) =>
      send.json<void>("DELETE", PATH, { body: input }, options),
    /** Makes another member its owner. */
    transfer: (input: WorkspaceTransfer, options?: RequestOptions) => {
      const content = { body: input, repeat: "refused" as const };
      return send.json<Member>("POST", `${PATH}/transfer`, content, options);
    },
    /** The picture in QR codes. */
    logo: {
      get: (options?: RequestOptions) => send.json<KnownLogo>("GET", `${PATH}/logo`, {}, options),
      put: (input: WorkspaceLogo, options?: RequestOptions) =>
        send.json<WorkspaceLogo>("PUT", `${PATH}/logo`, { body: input }, options),
      delete: (options?: RequestOptions) => send.json<void>("DELETE", `${PATH}/logo`, {}, options),
    },
  };
}

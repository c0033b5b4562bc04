import { VisoliError } from "@visoli/sdk";
import { actIn } from "./api.ts";
import { meQuery } from "./me.ts";
import { queryClient, signIn } from "./query.ts";

let opened: string | undefined;

/** Learns who is here, in the workspace of the address, before any page shows; whoever is nobody goes to sign in. */
export async function openWorkspace(workspaceId: string | undefined): Promise<void> {
  if (workspaceId !== opened) queryClient.clear();
  opened = workspaceId;
  actIn(workspaceId);
  try {
    await queryClient.ensureQueryData(meQuery);
  } catch (error) {
    if (!(error instanceof VisoliError && error.status === 401)) throw error;
    signIn();
    // The browser is on its way out: nothing shows until then.
    await new Promise(() => {});
  }
}

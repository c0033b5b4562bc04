import { Visoli } from "@visoli/sdk";
import type { Fetch } from "@visoli/sdk/options";
import { reportConnection } from "./connection.ts";

let workspaceId: string | undefined;

/** The client that everything here speaks through; it acts in the workspace that was chosen last. */
export let visoli = open();

function open(by: Fetch = heard): Visoli {
  return new Visoli({
    ...{ baseUrl: location.origin, session: true, fetch: by },
    ...(workspaceId && { workspaceId }),
  });
}

/** Whoever asks for whatever: all see whether the server answers. */
async function heard(input: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, init);
    reportConnection(true);
    return response;
  } catch (error) {
    if (!init.signal?.aborted) reportConnection(false);
    throw error;
  }
}

/** A client of the same workspace that asks by a `fetch` of one's own, to see what becomes of a connection. */
export const visoliBy = (fetch: Fetch): Visoli => open(fetch);

/** Acts in this workspace from now on; whoever changes it empties the cache of answers, too. */
export function actIn(id: string | undefined): void {
  if (id === workspaceId) return;
  workspaceId = id;
  visoli = open();
}

import { problem } from "../core/errors.ts";

/** How many of something may be under way at once, on this node. */
export type Slots = {
  /** Takes one until the function that it gives is called. @throws request.rate_limited where none is free */
  take(workspaceId: string): () => void;
};

export function createSlots(
  what: string,
  { perWorkspace, total }: Record<"perWorkspace" | "total", number>,
): Slots {
  const taken = new Map<string, number>();
  let all = 0;
  return {
    take(workspaceId) {
      const own = taken.get(workspaceId) ?? 0;
      if (own >= perWorkspace)
        throw problem("request.rate_limited", `A workspace may have ${perWorkspace} ${what} at once`);
      if (all >= total)
        throw problem("request.rate_limited", `All ${what} of this server are taken; try later`);
      taken.set(workspaceId, own + 1);
      all++;
      let isFree = false;
      return () => {
        if (isFree) return;
        isFree = true;
        all--;
        const left = (taken.get(workspaceId) ?? 1) - 1;
        if (left > 0) taken.set(workspaceId, left);
        else taken.delete(workspaceId);
      };
    },
  };
}

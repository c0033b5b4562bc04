import { queryOptions } from "@tanstack/react-query";
import type { Link } from "@visoli/contract/link";
import { VisoliError } from "@visoli/sdk";
import { visoli } from "../../lib/api.ts";

/** How much of the trash is looked through. */
const MOST_TRASHED = 2_000;

/** A link, also from the trash; null where there is none. */
export function linkQuery(id: string) {
  return queryOptions({
    queryKey: ["links", "one", id],
    queryFn: async ({ signal }): Promise<Link | null> => {
      try {
        return await visoli.links.get(id, { signal });
      } catch (error) {
        if (!(error instanceof VisoliError && error.status === 404)) throw error;
        return fromTrash(id, signal);
      }
    },
  });
}

/** The API answers a link of the trash in lists alone. */
async function fromTrash(id: string, signal: AbortSignal): Promise<Link | null> {
  let seen = 0;
  for await (const link of visoli.links.all({ status: "trashed", limit: 100 }, { signal })) {
    if (link.id === id) return link;
    seen += 1;
    if (seen >= MOST_TRASHED) break;
  }
  return null;
}

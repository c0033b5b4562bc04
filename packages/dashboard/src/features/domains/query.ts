import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { visoli } from "../../lib/api.ts";

export const domainsQuery = queryOptions({
  queryKey: ["domains"],
  queryFn: async ({ signal }) => {
    // A workspace has a handful of them.
    const domains = [];
    for await (const domain of visoli.domains.all({}, { signal })) domains.push(domain);
    return domains;
  },
});

export const domainQuery = (id: string) =>
  queryOptions({
    queryKey: ["domains", id],
    queryFn: ({ signal }) => visoli.domains.getWithEtag(id, { signal }),
  });

export function forgetDomains(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: ["domains"] });
}

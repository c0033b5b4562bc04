import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Delivery, Webhook } from "@visoli/contract/webhook";
import type { DeliveryListOptions } from "@visoli/sdk/webhooks";
import { visoli } from "../../lib/api.ts";
import { type Pages, usePages } from "../../lib/use-pages.ts";
import type { DeliveriesSearch } from "./search.ts";

const WATCH_MS = 3_000;

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: async ({ signal }) => {
    // A workspace has fifty of them at most.
    const webhooks: Webhook[] = [];
    for await (const webhook of visoli.webhooks.all({}, { signal })) webhooks.push(webhook);
    return webhooks;
  },
});

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ["webhooks", id],
    queryFn: ({ signal }) => visoli.webhooks.getWithEtag(id, { signal }),
  });

export const deliveryQuery = (webhook: string, id: string) =>
  queryOptions({
    queryKey: ["webhooks", webhook, "deliveries", id],
    queryFn: ({ signal }) => visoli.webhooks.deliveries.get(webhook, id, { signal }),
    refetchInterval: ({ state }) => state.data?.state === "pending" && WATCH_MS,
  });

/** What was sent, the newest first; looked at again and again, as something may come at any time. */
export function useDeliveries(webhook: string, { state, event }: DeliveriesSearch): Pages<Delivery> {
  const filters = { ...(state && { state }), ...(event && { event }) } as DeliveryListOptions;
  return usePages(
    ["webhooks", webhook, "deliveries", "list", filters],
    (cursor, signal) =>
      visoli.webhooks.deliveries.list(
        webhook,
        { ...filters, limit: 50, ...(cursor && { cursor }) },
        { signal },
      ),
    { refetchInterval: WATCH_MS },
  );
}

export function forgetWebhooks(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: ["webhooks"] });
}

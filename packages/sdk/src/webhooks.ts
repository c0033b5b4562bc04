import type {
  Delivery,
  DeliveryListInput,
  DeliveryListQuery,
  DeliveryWithAttempts,
  SecretRotationInput,
  Webhook,
  WebhookCreate,
  WebhookListInput,
  WebhookListQuery,
  WebhookUpdate,
  WebhookWithSecret,
} from "@visoli/contract/webhook";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";
import { getTagged } from "./tagged.ts";
import { path } from "./url.ts";

export type WebhookListOptions = Query<WebhookListInput, WebhookListQuery>;
export type DeliveryListOptions = Query<DeliveryListInput, DeliveryListQuery>;

/** Webhooks, and what was sent to them. */
export function webhooksOf(send: Send) {
  const at = (id: string) => path`/api/v1/webhooks/${id}`;
  return {
    create: (input: WebhookCreate, options?: RequestOptions) =>
      send.json<WebhookWithSecret>("POST", "/api/v1/webhooks", { body: input }, options),
    ...listOf<WebhookListOptions, Webhook>(send, "/api/v1/webhooks"),
    get: (id: string, options?: RequestOptions) => send.json<Webhook>("GET", at(id), {}, options),
    getWithEtag: (id: string, options?: RequestOptions) => getTagged<Webhook>(send, at(id), options),
    update: (id: string, changes: WebhookUpdate, options?: RequestOptions) =>
      send.json<Webhook>("PATCH", at(id), { body: changes }, options),
    delete: (id: string, options?: RequestOptions) => send.json<void>("DELETE", at(id), {}, options),
    rotateSecret: (id: string, input: SecretRotationInput = {}, options?: RequestOptions) => {
      const where = path`/api/v1/webhooks/${id}/rotate-secret`;
      return send.json<WebhookWithSecret>("POST", where, { body: input }, options);
    },
    /** Sends an event for a try. */
    test: (id: string, options?: RequestOptions) =>
      send.json<Delivery>("POST", path`/api/v1/webhooks/${id}/test`, {}, options),
    deliveries: deliveriesOf(send),
  };
}

function deliveriesOf(send: Send) {
  const listed = (id: string) =>
    listOf<DeliveryListOptions, Delivery>(send, path`/api/v1/webhooks/${id}/deliveries`);
  return {
    list: (id: string, query?: DeliveryListOptions, options?: RequestOptions) =>
      listed(id).list(query, options),
    all: (id: string, query?: DeliveryListOptions, options?: RequestOptions) =>
      listed(id).all(query, options),
    get: (id: string, delivery: string, options?: RequestOptions) => {
      const at = path`/api/v1/webhooks/${id}/deliveries/${delivery}`;
      return send.json<DeliveryWithAttempts>("GET", at, {}, options);
    },
    /** Has it sent again, now. */
    retry: (id: string, delivery: string, options?: RequestOptions) => {
      const at = path`/api/v1/webhooks/${id}/deliveries/${delivery}/retry`;
      return send.json<Delivery>("POST", at, {}, options);
    },
  };
}

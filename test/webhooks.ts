import type { Event, WebhookEvent } from "@visoli/contract/event";
import { WebhookCreateSchema, type WebhookWithSecret } from "@visoli/contract/webhook";
import { createPublicFetch } from "../packages/server/src/adapters/web/fetch-public.ts";
import type { Actor } from "../packages/server/src/core/actor.ts";
import type { LinkCtx } from "../packages/server/src/core/ctx.ts";
import { createDeliverer } from "../packages/server/src/jobs/deliver.ts";
import { relay } from "../packages/server/src/jobs/relay.ts";
import { createWebhook } from "../packages/server/src/webhooks/create.ts";
import type { World } from "./context.ts";

export type Received = { path: string; headers: Record<string, string>; body: string; event: Event };
type Answer = (received: Received) => Response | Promise<Response>;

/** A receiver on loopback, as a webhook leads to: it keeps what comes, and answers 204 unless told. */
export function startReceiver() {
  const received: Received[] = [];
  let answer: Answer = () => new Response(null, { status: 204 });
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const body = await request.text();
      const { pathname } = new URL(request.url);
      const headers = Object.fromEntries(request.headers);
      const event = (body.startsWith('{"id"') ? JSON.parse(body) : null) as Event;
      const one = { path: pathname, headers, body, event };
      received.push(one);
      return answer(one);
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    received,
    /** What came to the path, in the order in which it came. */
    at: (path: string) => received.filter((one) => one.path === path),
    answerWith: (next: Answer) => {
      answer = next;
    },
    reset: () => {
      received.length = 0;
      answer = () => new Response(null, { status: 204 });
    },
    stop: () => server.stop(true),
  };
}
export type Receiver = ReturnType<typeof startReceiver>;

/** The world as a service that is let into private networks: loopback is one. */
export function privately(ctx: LinkCtx): LinkCtx {
  return { ...ctx, config: { ...ctx.config, arePrivateWebhooksAllowed: true } };
}

export const fetchLocal = createPublicFetch({ publicUrl: "http://localhost:3000", isPrivateAllowed: true });

/** Makes a webhook as a request with this body would, also one that leads to loopback. */
export async function makeWebhook(
  world: World,
  url: string,
  events: (WebhookEvent | "*")[] = ["*"],
  actor: Actor = world.operator,
): Promise<WebhookWithSecret> {
  return createWebhook(privately(world.ctx), actor, WebhookCreateSchema.parse({ url, events }));
}

/** Tells webhooks what has happened, and sends what is due. */
export async function sendDue({ ctx }: Pick<World, "ctx">, fetchPublic = fetchLocal): Promise<void> {
  await relay(ctx);
  const deliverer = createDeliverer(ctx, fetchPublic);
  await deliverer.deliver();
  await deliverer.idle();
}

/** Everything that is kept for webhooks of the workspace. */
export async function keptFor({ ctx, operator }: World) {
  const events = await ctx.db
    .selectFrom("webhook_events")
    .selectAll()
    .where("workspace_id", "=", operator.workspaceId)
    .orderBy("id")
    .execute();
  const deliveries = await ctx.db
    .selectFrom("webhook_deliveries")
    .selectAll()
    .where("event_id", "in", [...events.map(({ id }) => id), ""])
    .orderBy("id")
    .execute();
  return { events, deliveries };
}

import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { until } from "../../../../test/engines.ts";
import { makeLink } from "../../../../test/links.ts";
import { fetchLocal, keptFor, makeWebhook, sendDue, startReceiver } from "../../../../test/webhooks.ts";
import type { FetchPublic } from "../adapters/web/fetch-public.ts";
import { claimDelivery } from "../db/webhook-deliveries.ts";
import { DAY_MS, MINUTE_MS } from "../lib/time.ts";
import { createDeliverer } from "./deliver.ts";
import { relay } from "./relay.ts";

const receiver = startReceiver();
beforeEach(receiver.reset);
afterAll(receiver.stop);

forEachDatabase("processes that deliver to webhooks", (world) => {
  // What one test leaves waiting is no other one's.
  afterEach(async () => {
    await world().ctx.db.deleteFrom("webhooks").execute();
    await world().ctx.db.deleteFrom("outbox").execute();
  });
  const only = async () => {
    const { deliveries } = await keptFor(world());
    if (deliveries.length !== 1 || !deliveries[0]) throw new Error(`${deliveries.length} deliveries`);
    return deliveries[0];
  };

  test("two nodes at once send each delivery once", async () => {
    const { ctx } = world();
    await makeWebhook(world(), receiver.url, ["link.created"]);
    for (let count = 0; count < 30; count++) await makeLink(world());
    await relay(ctx);
    const nodes = [createDeliverer(ctx, fetchLocal), createDeliverer(ctx, fetchLocal)];
    await Promise.all(nodes.map((node) => node.deliver()));
    await Promise.all(nodes.map((node) => node.idle()));
    const ids = receiver.received.map(({ event }) => event.id);
    expect([ids.length, new Set(ids).size]).toEqual([30, 30]);
  });

  test("a process that ends between sending and writing it down: it is sent again, under the same id", async () => {
    const { ctx, clock } = world();
    const hook = await makeWebhook(world(), receiver.url, ["link.created"]);
    await makeLink(world());
    await relay(ctx);
    const dying: FetchPublic = async (url, request) => {
      await fetchLocal(url, request);
      throw new Error("the process ends here");
    };
    await sendDue(world(), dying);
    await sendDue(world());
    expect(receiver.received).toHaveLength(1);
    clock.now += MINUTE_MS;
    await sendDue(world());
    const [first, second] = receiver.received;
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"] ?? "none");
    expect(second?.body).toBe(first?.body ?? "none");
    expect(await only()).toMatchObject({ state: "delivered", attempts: 2 });
    expect(
      await claimDelivery(ctx.db, ctx.config.database.kind, {
        webhookId: hook.id,
        now: clock.now + DAY_MS,
        until: 0,
      }),
    ).toBeNull();
  });

  test("an attempt that ends after another process took over changes nothing of what that one wrote", async () => {
    const { ctx, clock } = world();
    await makeWebhook(world(), receiver.url, ["link.created"]);
    await makeLink(world());
    await relay(ctx);
    const gate = Promise.withResolvers<void>();
    const late: FetchPublic = async (url) => {
      await gate.promise;
      return { kind: "failed", reason: "timeout", url };
    };
    const slow = createDeliverer(ctx, late);
    await slow.deliver();
    await until(async () => (await only()).attempts === 1, { timeoutMs: 10_000 });
    clock.now += MINUTE_MS;
    receiver.answerWith(() => new Response("no", { status: 503 }));
    await sendDue(world());
    const taken = await only();
    expect(taken).toMatchObject({ attempts: 2, last_status: 503 });
    gate.resolve();
    await slow.idle();
    expect(await only()).toEqual(taken);
    const attempts = ctx.db
      .selectFrom("webhook_attempts")
      .select("number")
      .where("delivery_id", "=", taken.id);
    expect(await attempts.orderBy("number").execute()).toEqual([{ number: 1 }, { number: 2 }]);
  });

  test("what is switched off while it is being told is told no further", async () => {
    const { ctx } = world();
    const { id } = await makeWebhook(world(), receiver.url, ["link.created"]);
    const set = (changes: { failing_since?: number; is_enabled?: number }) =>
      ctx.db.updateTable("webhooks").set(changes).where("id", "=", id).execute();
    // One after the other, so that there is a next one.
    await set({ failing_since: 1 });
    for (let count = 0; count < 3; count++) await makeLink(world());
    receiver.answerWith(async () => {
      await set({ is_enabled: 0 });
      return new Response(null, { status: 204 });
    });
    await sendDue(world());
    expect(receiver.received).toHaveLength(1);
  });

  test("a receiver that does not answer holds up nobody else, nor has more than a few deliveries under way", async () => {
    const { ctx } = world();
    await makeWebhook(world(), `${receiver.url}/slow`, ["link.created"]);
    await makeWebhook(world(), `${receiver.url}/quick`, ["link.created"]);
    for (let count = 0; count < 20; count++) await makeLink(world());
    const gate = Promise.withResolvers<void>();
    let slow = 0;
    receiver.answerWith(async ({ path }) => {
      if (path === "/slow") {
        slow++;
        await gate.promise;
      }
      return new Response(null, { status: 204 });
    });
    await relay(ctx);
    const deliverer = createDeliverer(ctx, fetchLocal);
    await deliverer.deliver();
    await until(async () => receiver.at("/quick").length === 20, { timeoutMs: 10_000 });
    await deliverer.deliver();
    expect(slow).toBe(4);
    gate.resolve();
    await deliverer.idle();
    expect(receiver.at("/slow")).toHaveLength(20);
  });

  test("one after the other goes to a receiver that fails", async () => {
    const hook = await makeWebhook(world(), receiver.url, ["link.created"]);
    await world()
      .ctx.db.updateTable("webhooks")
      .set({ failing_since: 1 })
      .where("id", "=", hook.id)
      .execute();
    for (let count = 0; count < 8; count++) await makeLink(world());
    let most = 0;
    let now = 0;
    receiver.answerWith(async () => {
      most = Math.max(most, ++now);
      await Bun.sleep(1);
      now--;
      return new Response(null, { status: 500 });
    });
    await sendDue(world());
    expect([receiver.received.length, most]).toEqual([8, 1]);
  });

  test("stopping lets what is under way end, and begins nothing else", async () => {
    const { ctx } = world();
    await makeWebhook(world(), receiver.url, ["link.created"]);
    for (let count = 0; count < 10; count++) await makeLink(world());
    await relay(ctx);
    const gate = Promise.withResolvers<void>();
    receiver.answerWith(async () => {
      await gate.promise;
      return new Response(null, { status: 204 });
    });
    const deliverer = createDeliverer(ctx, fetchLocal);
    await deliverer.deliver();
    await until(async () => receiver.received.length === 4, { timeoutMs: 10_000 });
    const stopped = deliverer.stop();
    gate.resolve();
    await stopped;
    const states = (await keptFor(world())).deliveries.map(({ state }) => state);
    expect(states.filter((state) => state === "delivered")).toHaveLength(4);
    await deliverer.deliver();
    await deliverer.idle();
    expect(receiver.received).toHaveLength(4);
  });
});

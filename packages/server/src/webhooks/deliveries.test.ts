import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { DeliveryPageSchema, DeliverySchema, DeliveryWithAttemptsSchema } from "@visoli/contract/webhook";
import { forEachDatabase } from "../../../../test/context.ts";
import { askJson, makeLink } from "../../../../test/links.ts";
import { makeWebhook, sendDue, startReceiver } from "../../../../test/webhooks.ts";
import { DAY_MS } from "../lib/time.ts";

const receiver = startReceiver();
beforeEach(receiver.reset);
afterAll(receiver.stop);

forEachDatabase("the record of deliveries", (world) => {
  afterEach(async () => {
    await world().ctx.db.deleteFrom("webhooks").execute();
    await world().ctx.db.deleteFrom("outbox").execute();
  });
  async function hooked(events: Parameters<typeof makeWebhook>[2] = ["link.created", "link.updated"]) {
    const { id } = await makeWebhook(world(), receiver.url, events);
    const { text } = await world().key();
    const ask = (method: string, path: string, headers?: Record<string, string>) =>
      askJson(world(), text, method, `/webhooks/${id}${path}`, undefined, headers);
    return { id, ask };
  }

  test("a test is sent once to whatever listens to nothing of it, and is told of like any delivery", async () => {
    const { id, ask } = await hooked(["link.broken"]);
    const asked = await ask("POST", "/test", { "Idempotency-Key": "test" });
    expect(asked.status).toBe(202);
    expect(DeliverySchema.strict().parse(asked.body)).toMatchObject({
      webhook: id,
      type: "webhook.test",
      state: "pending",
    });
    expect((await ask("POST", "/test", { "Idempotency-Key": "test" })).body).toEqual(asked.body);
    receiver.answerWith(() => new Response(`\0${"ü".repeat(2_000)}`, { status: 418 }));
    await sendDue(world());
    world().clock.now += DAY_MS;
    await sendDue(world());
    expect(receiver.received.map(({ event }) => [event.id, event.type])).toEqual([
      [asked.body.event, "webhook.test"],
    ]);
    const shown = DeliveryWithAttemptsSchema.strict().parse(
      (await ask("GET", `/deliveries/${asked.body.id}`)).body,
    );
    expect(shown).toMatchObject({ state: "failed", attemptCount: 1, lastStatus: 418, nextAttemptAt: null });
    expect(shown.payload).toEqual(receiver.received[0]?.event as typeof shown.payload);
    expect(shown.attempts).toEqual([
      {
        at: new Date(world().clock.now - DAY_MS).toISOString(),
        status: 418,
        durationMs: expect.any(Number),
        response: expect.stringMatching(/^\ufffdü{511}\ufffd?$/),
        error: "Answered 418",
      },
    ]);
    expect((await ask("GET", "")).body.failingSince).toBeNull();
  });

  test("a list has pages, newest first, and can be asked for a state and a type", async () => {
    const { ask } = await hooked();
    for (let count = 0; count < 5; count++) {
      await makeLink(world());
      if (count === 2) receiver.answerWith(() => new Response(null, { status: 500 }));
      await sendDue(world());
    }
    await ask("POST", "/test");
    const all = DeliveryPageSchema.parse((await ask("GET", "/deliveries")).body).data;
    expect(all.map(({ state }) => state)).toEqual([
      "pending",
      "pending",
      "pending",
      "pending",
      "delivered",
      "delivered",
    ]);
    const pages: string[] = [];
    let cursor = "";
    do {
      const { body } = await ask("GET", `/deliveries?limit=4${cursor}`);
      pages.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
    } while (cursor);
    expect(pages).toEqual(all.map(({ id }) => id));
    const count = async (query: string) => (await ask("GET", `/deliveries?${query}`)).body.data.length;
    expect(await count("state=delivered")).toBe(2);
    expect(await count("event=webhook.test")).toBe(1);
    expect(await count("event=link.created&state=pending")).toBe(3);
    expect(await count("state=failed")).toBe(0);
    for (const query of ["state=lost", "event=link.painted", "limit=0", "cursor="])
      expect((await ask("GET", `/deliveries?${query}`)).status).toBe(422);
  });

  test("any delivery can be sent again by hand, also one that got through or was given up", async () => {
    const { id, ask } = await hooked();
    await makeLink(world());
    await sendDue(world());
    const [delivery] = (await ask("GET", "/deliveries")).body.data;
    const retry = () => ask("POST", `/deliveries/${delivery.id}/retry`);
    expect(await retry()).toMatchObject({ status: 202, body: { id: delivery.id, state: "pending" } });
    await sendDue(world());
    expect(receiver.received.map(({ event }) => event.id)).toEqual([delivery.event, delivery.event]);
    const { db } = world().ctx;
    await db
      .updateTable("webhook_deliveries")
      .set({ state: "failed", attempts: 11 })
      .where("id", "=", delivery.id)
      .execute();
    receiver.answerWith(() => new Response(null, { status: 500 }));
    await retry();
    await sendDue(world());
    const after = (await ask("GET", `/deliveries/${delivery.id}`)).body;
    expect(after).toMatchObject({ state: "failed", attemptCount: 12 });
    expect(after.attempts).toHaveLength(3);
    expect((await ask("POST", "/deliveries/dlv_x/retry")).body.code).toBe("webhook.delivery_not_found");
    const other = await hooked();
    for (const [method, path] of [
      ["GET", ""],
      ["POST", "/retry"],
    ] as const)
      expect((await other.ask(method, `/deliveries/${delivery.id}${path}`)).body.code).toBe(
        "webhook.delivery_not_found",
      );
    await db.updateTable("webhooks").set({ is_enabled: 0 }).where("id", "=", id).execute();
    expect((await retry()).body.code).toBe("webhook.disabled");
    expect((await ask("POST", "/test")).body.code).toBe("webhook.disabled");
  });
});

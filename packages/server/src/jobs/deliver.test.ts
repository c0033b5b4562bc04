import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { Webhook } from "standardwebhooks";
import { forEachDatabase } from "../../../../test/context.ts";
import { askJson, makeLink } from "../../../../test/links.ts";
import { keptFor, makeWebhook, type Received, sendDue, startReceiver } from "../../../../test/webhooks.ts";
import { createPublicFetch } from "../adapters/web/fetch-public.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { PAUSES_MS } from "../webhooks/schedule.ts";
import { relay } from "./relay.ts";

const receiver = startReceiver();
beforeEach(receiver.reset);
afterAll(receiver.stop);
const failing = (status: number, headers: Record<string, string> = {}) =>
  receiver.answerWith(() => new Response("no", { status, headers }));
const verified = (secret: string, { body, headers }: Received) => new Webhook(secret).verify(body, headers);

forEachDatabase("deliveries of webhooks", (world) => {
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
  const hookOf = async (id: string) =>
    (await askJson(world(), (await world().key()).text, "GET", `/webhooks/${id}`)).body;
  /** Goes to when the next attempt is due, and makes it. */
  async function next(): Promise<number> {
    const { clock } = world();
    const waited = ((await only()).next_at ?? Number.NaN) - clock.now;
    clock.now += waited;
    await sendDue(world());
    return waited;
  }

  test("are signed as Standard Webhooks says, byte for byte, with an id that stays", async () => {
    world().clock.now = Date.now();
    const { secret, id } = await makeWebhook(world(), receiver.url, ["link.created"]);
    const link = await makeLink(world(), { title: "ünï 😀" });
    failing(500);
    await sendDue(world());
    world().clock.now += PAUSES_MS[0] ?? 0;
    world().clock.now += 2_000;
    await sendDue(world());
    const [first, second] = receiver.received as [Received, Received];
    for (const one of [first, second])
      expect(verified(secret, one)).toMatchObject({ type: "link.created", data: { link } });
    expect(first.headers["webhook-id"]).toBe(first.event.id);
    expect(second.headers["webhook-id"]).toBe(first.event.id);
    expect(Number(second.headers["webhook-timestamp"]) - Number(first.headers["webhook-timestamp"])).toBe(7);
    const other = await makeWebhook(world(), receiver.url, ["link.created"]);
    expect(() => verified(other.secret, first)).toThrow("No matching signature");
    expect(() => verified(secret, { ...first, body: first.body.replace("ünï", "uni") })).toThrow();
    expect((await hookOf(id)).secret).toBeUndefined();
  });

  test("are signed with both secrets while a rotation lasts, and then with the new one alone", async () => {
    const { clock } = world();
    clock.now = Date.now();
    const hook = await makeWebhook(world(), receiver.url, ["link.created"]);
    const { text } = await world().key();
    const rotate = (body: object) =>
      askJson(world(), text, "POST", `/webhooks/${hook.id}/rotate-secret`, body);
    const sent = async () => {
      await makeLink(world());
      await sendDue(world());
      return receiver.received.at(-1) as Received;
    };
    const rotated = await rotate({ overlapHours: 1 });
    expect(rotated.body.previousSecretExpiresAt).toBe(new Date(clock.now + HOUR_MS).toISOString());
    const both = await sent();
    expect(both.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    verified(hook.secret, both);
    verified(rotated.body.secret, both);
    await world()
      .ctx.db.updateTable("webhooks")
      .set({ previous_until: clock.now })
      .where("id", "=", hook.id)
      .execute();
    const one = await sent();
    expect(() => verified(hook.secret, one)).toThrow();
    verified(rotated.body.secret, one);
    expect((await hookOf(hook.id)).previousSecretExpiresAt).toBeNull();
    const last = await rotate({ overlapHours: 0 });
    const atOnce = await sent();
    expect(() => verified(rotated.body.secret, atOnce)).toThrow();
    verified(last.body.secret, atOnce);
  });

  test("that fail are tried again, later and later, and given up after three days", async () => {
    const { id } = await makeWebhook(world(), receiver.url, ["link.created"]);
    await makeLink(world());
    failing(503);
    await sendDue(world());
    expect(await only()).toMatchObject({
      state: "pending",
      attempts: 1,
      last_status: 503,
      last_error: "Answered 503",
    });
    await sendDue(world());
    expect(receiver.received).toHaveLength(1);
    for (const pause of PAUSES_MS) {
      const waited = await next();
      expect([pause, waited >= pause && waited <= pause * 1.2]).toEqual([pause, true]);
    }
    expect(receiver.received).toHaveLength(PAUSES_MS.length + 1);
    expect(await only()).toMatchObject({ state: "failed", attempts: PAUSES_MS.length + 1, next_at: null });
    expect(await hookOf(id)).toMatchObject({ enabled: true, failingSince: expect.any(String) });
    world().clock.now += 30 * DAY_MS;
    await sendDue(world());
    expect(receiver.received).toHaveLength(PAUSES_MS.length + 1);
  });

  test("get through once the receiver is well again, and are not sent any more", async () => {
    const { id } = await makeWebhook(world(), receiver.url, ["link.created"]);
    await makeLink(world());
    failing(500);
    await sendDue(world());
    receiver.answerWith(() => new Response("thanks", { status: 202 }));
    await next();
    expect(await only()).toMatchObject({
      state: "delivered",
      attempts: 2,
      last_status: 202,
      last_error: null,
      next_at: null,
    });
    expect(await hookOf(id)).toMatchObject({ failingSince: null });
    world().clock.now += DAY_MS;
    await sendDue(world());
    expect(receiver.received).toHaveLength(2);
  });

  test("wait as long as the receiver asks for, and no longer than a day", async () => {
    await makeWebhook(world(), receiver.url, ["link.created"]);
    await makeLink(world());
    failing(429, { "Retry-After": "600" });
    await sendDue(world());
    failing(503, { "Retry-After": "99999999" });
    expect(await next()).toBe(600 * SECOND_MS);
    failing(503, { "Retry-After": "1" });
    expect(await next()).toBe(DAY_MS);
    expect(await next()).toBeGreaterThanOrEqual(5 * MINUTE_MS);
  });

  test.each([301, 302, 307, 308, 404, 100 + 299])(
    "%d is no success, and a redirect is not followed",
    async (status) => {
      await makeWebhook(world(), `${receiver.url}/first`, ["link.created"]);
      await makeLink(world());
      failing(status, { Location: `${receiver.url}/second` });
      await sendDue(world());
      expect(receiver.received.map(({ path }) => path)).toEqual(["/first"]);
      expect(await only()).toMatchObject({ state: "pending", last_status: status });
    },
  );

  test("a receiver that answers 410 is switched off, gets nothing more, and its owner is told elsewhere", async () => {
    const { ctx } = world();
    const gone = await makeWebhook(world(), `${receiver.url}/gone`, ["link.created"]);
    await makeWebhook(world(), `${receiver.url}/ops`, ["webhook.disabled"]);
    for (let count = 0; count < 3; count++) await makeLink(world());
    receiver.answerWith(({ path }) => new Response(null, { status: path === "/gone" ? 410 : 204 }));
    await relay(ctx);
    await ctx.db.updateTable("webhooks").set({ failing_since: 1 }).where("id", "=", gone.id).execute();
    await sendDue(world());
    await makeLink(world());
    await sendDue(world());
    expect(receiver.at("/gone")).toHaveLength(1);
    expect(await hookOf(gone.id)).toMatchObject({ enabled: false, disabledReason: "gone" });
    const states = (await keptFor(world())).deliveries.filter(({ webhook_id }) => webhook_id === gone.id);
    expect(states.map(({ state }) => state)).toEqual(["failed", "failed", "failed"]);
    expect(receiver.at("/ops").map(({ event }) => event.data)).toEqual([
      { webhook: expect.objectContaining({ id: gone.id, enabled: false }), reason: "gone" },
    ]);
    const audited = ctx.db.selectFrom("audit_log").selectAll().where("action", "=", "webhook.disable");
    expect(await audited.where("subject", "=", gone.id).execute()).toHaveLength(1);
    // Switched on again it begins anew.
    const { text } = await world().key();
    const on = await askJson(world(), text, "PATCH", `/webhooks/${gone.id}`, { enabled: true });
    expect(on.body).toMatchObject({ enabled: true, disabledReason: null, failingSince: null });
    receiver.answerWith(() => new Response(null, { status: 204 }));
    await makeLink(world());
    await sendDue(world());
    expect(receiver.at("/gone")).toHaveLength(2);
  });

  test("a webhook through to which nothing has got for five days is switched off when a delivery runs out of retries", async () => {
    const { clock } = world();
    const { id } = await makeWebhook(world(), receiver.url, ["link.created"]);
    failing(500);
    const exhaust = async () => {
      await makeLink(world());
      for (let tries = 0; tries <= PAUSES_MS.length; tries++) {
        await sendDue(world());
        clock.now += 1.3 * (PAUSES_MS[tries] ?? 0);
      }
    };
    await exhaust();
    expect(await hookOf(id)).toMatchObject({ enabled: true });
    await exhaust();
    expect(await hookOf(id)).toMatchObject({ enabled: false, disabledReason: "failing" });
  });

  test("go to public addresses only, unless the operator says otherwise, wherever the name leads by then", async () => {
    const { port } = new URL(receiver.url);
    const guarded = createPublicFetch({
      publicUrl: "http://localhost:3000",
      ports: [Number(port)],
      resolve: async () => ["127.0.0.1"],
    });
    await makeWebhook(world(), `http://rebound.example:${port}/`, ["link.created"]);
    await makeLink(world());
    await sendDue(world(), guarded);
    expect(receiver.received).toEqual([]);
    expect(await only()).toMatchObject({
      state: "pending",
      last_status: null,
      last_error: "The address does not lead to a public address on the internet",
    });
  });

  test("what was switched off, deleted or led elsewhere meanwhile is not sent as it was", async () => {
    const { ctx, operator } = world();
    const { text } = await world().key();
    const off = await makeWebhook(world(), `${receiver.url}/off`, ["link.created"]);
    const deleted = await makeWebhook(world(), `${receiver.url}/deleted`, ["link.created"]);
    const moved = await makeWebhook(world(), `${receiver.url}/before`, ["link.created"]);
    await makeLink(world());
    await relay(ctx);
    await askJson(world(), text, "PATCH", `/webhooks/${off.id}`, { enabled: false });
    await askJson(world(), text, "DELETE", `/webhooks/${deleted.id}`);
    await ctx.db
      .updateTable("webhooks")
      .set({ url: `${receiver.url}/after` })
      .where("id", "=", moved.id)
      .execute();
    await sendDue(world());
    await askJson(world(), text, "PATCH", `/webhooks/${off.id}`, { enabled: true });
    await sendDue(world());
    expect(receiver.received.map(({ path }) => path)).toEqual(["/after"]);
    expect(operator.kind).toBe("operator");
  });
});

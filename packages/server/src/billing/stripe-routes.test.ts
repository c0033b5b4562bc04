import { afterAll, beforeEach, expect, test } from "bun:test";
import {
  billingOf,
  deliver,
  deliverAll,
  keptBilling,
  lastSession,
  lastSubscription,
  openShop,
  planOf,
  type Shop,
} from "../../../../test/billing.ts";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import { signed, startStripe } from "../../../../test/stripe.ts";
import type { FakeEvent } from "../../../../test/stripe-account.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { checkout } from "./checkout.ts";

forEachDatabase("Stripe's events", (world) => {
  const stripe = startStripe(() => world().clock.now);
  afterAll(() => stripe.stop());
  let shop: Shop;
  beforeEach(async () => {
    stripe.events.length = 0;
    shop = openShop(world(), stripe);
    await checkout(billingOf(shop), shop.operator, { plan: "pro" });
    stripe.complete(lastSession(shop));
    stripe.asked.length = 0;
  });
  const paid = (): FakeEvent => stripe.events.at(-1) as FakeEvent;
  async function post(body: string | Uint8Array, headers: Record<string, string>) {
    const response = await shop.app.request("/api/stripe/webhook", { method: "POST", body, headers });
    return { status: response.status, answer: (await response.json()) as { code?: string } };
  }

  test("one that is not signed with our secret is refused, and nothing is written or asked", async () => {
    const event = paid();
    const right = await signed(event, shop.clock.now);
    const other = await signed(event, shop.clock.now, "whsec_other");
    const late = await signed(event, shop.clock.now - 5 * MINUTE_MS - SECOND_MS);
    const header = right.headers["Stripe-Signature"] ?? "";
    const before = [await countRows(shop), await keptBilling(shop)];
    for (const [what, body, signature] of [
      ["other", other.body, other.headers["Stripe-Signature"] ?? ""],
      ["late", late.body, late.headers["Stripe-Signature"] ?? ""],
      ["changed", right.body.replace("evt_", "evt_x"), header],
      ["unsigned", right.body, ""],
      ["another scheme", right.body, header.replace("v1=", "v0=")],
      ["a later time", right.body, header.replace(/t=\d+/, `t=${Math.floor(shop.clock.now / 1_000) + 60}`)],
      ["no signature", right.body, header.replace(/v1=.*/, "v1=")],
      ["junk", "\u0000", "t=1,v1=x"],
      ["empty", "", header],
    ] as const) {
      const { status, answer } = await post(body, { "Stripe-Signature": signature });
      expect([what, status, answer.code]).toEqual([what, 400, "billing.signature_invalid"]);
    }
    expect([await countRows(shop), await keptBilling(shop)]).toEqual(before);
    expect(stripe.asked).toEqual([]);
    expect(await planOf(shop, shop.operator)).toBe("free");
    expect((await post(right.body, right.headers)).status).toBe(200);
    expect(await planOf(shop, shop.operator)).toBe("pro");
  });

  test("what is signed and says nothing of ours is taken, and nothing is asked", async () => {
    const before = [await countRows(shop), await keptBilling(shop)];
    const event = { ...paid(), type: "charge.refunded" };
    expect(await deliver(shop, event)).toBe(200);
    expect(await deliver(shop, { ...paid(), data: { object: {} } })).toBe(200);
    const stranger = { ...paid(), data: { object: { customer: "cus_nobodys" } } };
    expect(await deliver(shop, stranger)).toBe(200);
    expect([await countRows(shop), await keptBilling(shop)]).toEqual(before);
    expect(stripe.asked).toEqual([]);
    expect(shop.logged.join("\n")).toContain("an event of a customer who is none of ours");
  });

  test("the customer may stand in it as a whole", async () => {
    const { customer } = lastSubscription(shop);
    expect(
      await deliver(shop, {
        ...paid(),
        data: { object: { customer: { id: customer, object: "customer" } } },
      }),
    ).toBe(200);
    expect(await planOf(shop, shop.operator)).toBe("pro");
  });

  test("told twice, it is written once", async () => {
    const event = paid();
    await deliver(shop, event);
    const [rows, kept] = [await countRows(shop), await keptBilling(shop)];
    for (let count = 0; count < 3; count++) expect(await deliver(shop, event)).toBe(200);
    await Promise.all(stripe.events.splice(0).map((each) => deliver(shop, each)));
    expect([await countRows(shop), await keptBilling(shop)]).toEqual([rows, kept]);
  });

  test("what an event says is not believed: what Stripe says now counts", async () => {
    const [created] = stripe.events;
    await deliverAll(shop);
    stripe.end(lastSubscription(shop));
    await deliver(shop, created as FakeEvent);
    expect(await planOf(shop, shop.operator)).toBe("free");
    expect(await keptBilling(shop)).toMatchObject({ state: "none", plan: null, paidPlan: null });
  });

  test("where Stripe cannot be asked it is 503, so that it comes again", async () => {
    const event = paid();
    stripe.goAway(true);
    try {
      expect(await deliver(shop, event)).toBe(503);
    } finally {
      stripe.goAway(false);
    }
    expect(await planOf(shop, shop.operator)).toBe("free");
    expect(await deliver(shop, event)).toBe(200);
    expect(await planOf(shop, shop.operator)).toBe("pro");
  });

  test("a body without end is cut off", async () => {
    const { status, answer } = await post(new Uint8Array(1_048_577), { "Stripe-Signature": "t=1,v1=x" });
    expect([status, answer.code]).toEqual([413, "request.too_large"]);
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    });
    const response = await shop.app.request("/api/stripe/webhook", { method: "POST", body: endless });
    expect(response.status).toBe(413);
  });

  test("a customer is one workspace's: nobody else learns of its events", async () => {
    const stranger = await shop.stranger();
    const other: Shop = { ...shop, operator: stranger.operator };
    await checkout(billingOf(other), stranger.operator, { plan: "enterprise" });
    await deliverAll(shop);
    expect(await planOf(shop, shop.operator)).toBe("pro");
    expect(await planOf(other, stranger.operator)).toBe("free");
    const { customer_id: customer } = await keptBilling(shop);
    const taken = shop.ctx.db.updateTable("billing").set({ customer_id: customer });
    await expect(taken.where("workspace_id", "=", stranger.operator.workspaceId).execute()).rejects.toThrow(
      /unique/i,
    );
  });
});

import { afterAll, beforeEach, expect, test } from "bun:test";
import type { Billing, BillingLink } from "@visoli/contract/billing";
import { deliverAll, keptBilling, lastSession, openShop, type Shop } from "../../../../test/billing.ts";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { startStripe } from "../../../../test/stripe.ts";
import { MINUTE_MS } from "../lib/time.ts";

forEachDatabase("checkout", (world) => {
  const stripe = startStripe(() => world().clock.now);
  afterAll(() => stripe.stop());
  let shop: Shop;
  let key: string;
  beforeEach(async () => {
    for (const all of [stripe.customers, stripe.sessions, stripe.subscriptions]) all.clear();
    stripe.events.length = 0;
    stripe.asked.length = 0;
    shop = openShop(world(), stripe);
    key = (await world().key()).text;
  });

  async function begin(plan = "pro", idempotencyKey?: string, path = "checkout") {
    const headers: Record<string, string> = {};
    if (idempotencyKey !== undefined) headers["Idempotency-Key"] = idempotencyKey;
    const response = await ask(shop, "POST", `/api/v1/billing/${path}`, { key, headers, body: { plan } });
    return { status: response.status, body: (await response.json()) as BillingLink & { code?: string } };
  }
  const open = () =>
    [...stripe.sessions.values()].filter(({ status }) => status === "open").map(({ id }) => id);

  test("two clicks with one Idempotency-Key give one page, also at once", async () => {
    const answers = await Promise.all([begin("pro", "click"), begin("pro", "click"), begin("pro", "click")]);
    answers.push(await begin("pro", "click"));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.url}`)).size).toBe(1);
    expect([stripe.customers.size, stripe.sessions.size, open()]).toEqual([1, 1, [lastSession(shop)]]);
  });

  test("the key with another request is refused; another workspace may use the same", async () => {
    await begin("pro", "click");
    const mismatch = { status: 409, body: { code: "idempotency.mismatch" } };
    expect(await begin("enterprise", "click")).toMatchObject(mismatch);
    expect(await begin("pro", "click", "portal")).toMatchObject({ status: 422 });
    key = (await (await world().stranger()).key()).text;
    expect(await begin("enterprise", "click")).toMatchObject({ status: 200 });
    expect(await begin("pro", "x".repeat(256))).toMatchObject({
      status: 422,
      body: { errors: [{ path: "Idempotency-Key" }] },
    });
  });

  test("however many ask at once, one page at most can be paid at, and one customer is made", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => begin()));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect([stripe.customers.size, open().length]).toEqual([1, 1]);
    expect((await keptBilling(shop)).checkout_id).toBe(open()[0] ?? "");
  });

  test("a new page closes the one before; an old answer given again opens nothing", async () => {
    const first = await begin("pro", "first");
    shop.clock.now += MINUTE_MS;
    await begin("enterprise", "second");
    const second = lastSession(shop);
    expect(open()).toEqual([second]);
    shop.clock.now += MINUTE_MS;
    expect(await begin("pro", "first")).toEqual(first);
    expect([open(), (await keptBilling(shop)).checkout_id]).toEqual([[second], second]);
  });

  test("who has paid in another window meanwhile is not sold a second subscription", async () => {
    await begin();
    const before = lastSession(shop);
    // Between the question whether there is a subscription and the new page.
    stripe.pauseAnswers(async ({ method, path }) => {
      if (method === "POST" && path === "/v1/checkout/sessions" && stripe.subscriptions.size === 0)
        stripe.complete(before);
    });
    try {
      expect(await begin()).toMatchObject({ status: 409, body: { code: "billing.already_subscribed" } });
    } finally {
      stripe.pauseAnswers(async () => {});
    }
    expect([stripe.subscriptions.size, open()]).toEqual([1, []]);
  });

  test("after a subscription has ended another can be begun", async () => {
    await begin();
    stripe.end(stripe.complete(lastSession(shop)));
    await deliverAll(shop);
    expect((await begin("enterprise")).status).toBe(200);
    stripe.complete(lastSession(shop));
    await deliverAll(shop);
    expect(await keptBilling(shop)).toMatchObject({ state: "active", paidPlan: "enterprise" });
  });

  test.each(["deleted", "of another account"])("a customer who is %s is made anew", async (what) => {
    await begin();
    const { customer_id: before } = await keptBilling(shop);
    if (what === "deleted") stripe.deleteCustomer(before);
    else stripe.customers.delete(before);
    const portal = await ask(shop, "POST", "/api/v1/billing/portal", { key });
    expect(await portal.json()).toMatchObject({ code: "billing.not_subscribed" });
    expect((await begin()).status).toBe(200);
    const { customer_id: after } = await keptBilling(shop);
    expect([after === before, stripe.customers.get(after)?.metadata]).toEqual([
      false,
      { workspaceId: shop.operator.workspaceId },
    ]);
    stripe.complete(lastSession(shop));
    await deliverAll(shop);
    expect(await keptBilling(shop)).toMatchObject({ state: "active", paidPlan: "pro" });
  });

  test("a subscription at a price of before counts; one at a price of nothing of ours gives no plan, and is said in the log", async () => {
    await begin();
    const { customer_id: customer } = await keptBilling(shop);
    const old = stripe.subscribe(customer, "price_pro_old");
    await deliverAll(shop);
    expect(await keptBilling(shop)).toMatchObject({ state: "active", plan: "pro", paidPlan: "pro" });
    stripe.prices.set("price_strange_1", { id: "price_strange_1", unit_amount: 1, active: true });
    stripe.update(old, { price: "price_strange_1" });
    await deliverAll(shop);
    expect(await keptBilling(shop)).toMatchObject({ state: "active", plan: null, paidPlan: null });
    expect(shop.logged.join("\n")).toContain("a subscription's price is in no STRIPE_PRICE_ setting");
    const answer = await ask(shop, "GET", "/api/v1/billing", { key });
    expect((await answer.json()) as Billing).toMatchObject({
      plan: "free",
      status: "active",
      subscribedPlan: null,
    });
  });

  test("of two subscriptions the dearer one that is paid for counts", async () => {
    await begin();
    const { customer_id: customer } = await keptBilling(shop);
    const dear = stripe.subscribe(customer, "price_enterprise");
    stripe.subscribe(customer, "price_pro");
    await deliverAll(shop);
    expect(await keptBilling(shop)).toMatchObject({ subscription_id: dear.id, paidPlan: "enterprise" });
    stripe.end(dear);
    await deliverAll(shop);
    expect(await keptBilling(shop)).toMatchObject({ paidPlan: "pro" });
  });

  test.each(["incomplete", "paused", "unpaid"] as const)("a subscription that is %s", async (status) => {
    await begin();
    const one = stripe.complete(lastSession(shop));
    stripe.update(one, { status });
    await deliverAll(shop);
    const { status: shown } = (await (await ask(shop, "GET", "/api/v1/billing", { key })).json()) as Billing;
    expect([shown, (await keptBilling(shop)).paidPlan, (await begin()).status]).toEqual(
      {
        incomplete: ["incomplete", null, 200],
        paused: ["paused", null, 409],
        // Without an invoice that is open, grace begins with the period.
        unpaid: ["past_due", "pro", 409],
      }[status] as [Billing["status"], string | null, number],
    );
  });
});

import { afterAll, beforeEach, expect, test } from "bun:test";
import fc from "fast-check";
import {
  billingOf,
  deliver,
  keptBilling,
  lastSession,
  openShop,
  planOf,
  type Shop,
} from "../../../../test/billing.ts";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import { startStripe } from "../../../../test/stripe.ts";
import type { FakeSubscription } from "../../../../test/stripe-account.ts";
import { checkout } from "../billing/checkout.ts";
import { syncBilling } from "../billing/sync.ts";
import { findBilling } from "../db/billing.ts";
import { DAY_MS } from "../lib/time.ts";
import { endPlans } from "./billing.ts";

/** What people and banks do, one after the other, days apart. */
const STEPS = ["upgrade", "cancel", "resume", "renew", "fail", "pay", "end", "begin", "wait"] as const;
type Step = (typeof STEPS)[number];

forEachDatabase("syncBilling", (world) => {
  const stripe = startStripe(() => world().clock.now);
  afterAll(() => stripe.stop());
  const start = Date.UTC(2027, 0, 15, 12);
  beforeEach(() => {
    stripe.events.length = 0;
  });

  /** A shop with a workspace of its own, which has begun to pay for pro. */
  async function begin(): Promise<{ shop: Shop; one: FakeSubscription }> {
    const tenant = await world().stranger();
    const shop = openShop({ ...world(), ...tenant } as World, stripe);
    await checkout(billingOf(shop), shop.operator, { plan: "pro" });
    return { shop, one: stripe.complete(lastSession(shop)) };
  }

  function take(step: Step, one: FakeSubscription): FakeSubscription {
    const { clock } = world();
    clock.now += 5 * DAY_MS;
    if (one.status === "canceled" && step !== "begin") return one;
    if (step === "upgrade") stripe.update(one, { price: "price_enterprise" });
    if (step === "cancel") stripe.update(one, { cancelAtPeriodEnd: true, cancelAt: one.periodEnd });
    if (step === "resume") stripe.update(one, { cancelAtPeriodEnd: false, cancelAt: null });
    if (step === "renew" || step === "fail") stripe.renew(one, step === "renew");
    if (step === "pay") stripe.pay(one);
    if (step === "end") stripe.end(one);
    return step === "begin" && one.status === "canceled" ? stripe.subscribe(one.customer, "price_pro") : one;
  }

  /** What is to stand there at last: asked of Stripe once, by a workspace that knew nothing before. */
  async function expected(shop: Shop) {
    const { db } = shop.ctx;
    const row = await findBilling(db, shop.operator.workspaceId);
    if (!row) throw new Error("nothing was begun");
    const empty = { state: "none", plan: null, price: null, subscription_id: null, period_end: null };
    const nothing = { ...empty, cancel_at: null, past_due_since: null, plan_ends_at: null };
    await db.updateTable("billing").set(nothing).where("workspace_id", "=", row.workspace_id).execute();
    await db.updateTable("workspaces").set({ paid_plan: null }).where("id", "=", row.workspace_id).execute();
    await syncBilling(billingOf(shop), { ...row, ...nothing });
    return keptBilling(shop);
  }

  const history = fc.array(
    fc.record({ step: fc.constantFrom(...STEPS), told: fc.nat({ max: 3 }), asked: fc.nat({ max: 3 }) }),
    { minLength: 1, maxLength: 10 },
  );

  test("whatever happened, and in whatever order and however often it was told, the same stands there at last", async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        async (steps, chance) => {
          world().clock.now = start;
          stripe.events.length = 0;
          const { shop, one: first } = await begin();
          const draw = () => chance.next().value ?? 0;
          let one = first;
          for (const { step, told, asked } of steps) {
            one = take(step, one);
            // Some are told now, old ones again among them, several at once.
            const some = Array.from(
              { length: told },
              () => stripe.events[Math.floor(draw() * stripe.events.length)],
            );
            await Promise.all(some.flatMap((event) => (event ? [deliver(shop, event)] : [])));
            if (asked === 0) await endPlans(shop.ctx);
          }
          const rest = [...stripe.events, ...stripe.events.slice(0, 3)].sort(() => draw() - 0.5);
          for (const event of rest) expect(await deliver(shop, event)).toBe(200);
          const kept = await keptBilling(shop);
          expect(kept).toEqual(await expected(shop));
          expect(kept.paidPlan).toBe(paidFor(one, shop));
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  /** By the rules as they are written in the guide, of what is at Stripe. */
  function paidFor(one: FakeSubscription, { clock }: Shop): string | null {
    const plan = one.price === "price_pro" ? "pro" : "enterprise";
    const owed = stripe.invoices.filter(
      ({ subscription, status }) => subscription === one.id && status === "open",
    );
    const failedAt = Math.min(...owed.map(({ finalizedAt }) => finalizedAt * 1_000));
    const isInGrace = one.status === "past_due" && clock.now < failedAt + 7 * DAY_MS;
    const isOver = one.cancelAt !== null && one.cancelAt * 1_000 <= clock.now;
    return (one.status === "active" || isInGrace) && !isOver ? plan : null;
  }

  test("an old answer that comes late does not go before a new one", async () => {
    const { shop, one } = await begin();
    const [created] = stripe.events;
    const held = Promise.withResolvers<void>();
    let isFirst = true;
    stripe.pauseAnswers(async ({ path }) => {
      if (path !== "/v1/subscriptions" || !isFirst) return;
      isFirst = false;
      await held.promise;
    });
    try {
      // Stripe has answered that there is a subscription, but the answer is on its way.
      const slow = created && deliver(shop, created);
      while (isFirst) await Bun.sleep(1);
      stripe.end(one);
      const ended = stripe.events.at(-1);
      expect(ended && (await deliver(shop, ended))).toBe(200);
      expect(await planOf(shop, shop.operator)).toBe("free");
      held.resolve();
      expect(await slow).toBe(200);
    } finally {
      held.resolve();
      stripe.pauseAnswers(async () => {});
    }
    expect(await keptBilling(shop)).toMatchObject({ state: "none", paidPlan: null });
    expect(await planOf(shop, shop.operator)).toBe("free");
  });
});

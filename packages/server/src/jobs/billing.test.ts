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
import { forEachDatabase } from "../../../../test/context.ts";
import { startStripe } from "../../../../test/stripe.ts";
import { checkout } from "../billing/checkout.ts";
import { getBilling } from "../billing/get.ts";
import { startBilling } from "../billing/start.ts";
import { findBilling } from "../db/billing.ts";
import { closeWorkspace } from "../db/workspace-end.ts";
import { DAY_MS, HOUR_MS, iso, SECOND_MS } from "../lib/time.ts";
import { billingChecks, checkBilling, endOrphans, endPlans } from "./billing.ts";
import { clearWorkspaces } from "./clear-workspaces.ts";
import { sendMails } from "./mails.ts";

forEachDatabase("jobs of billing", (world) => {
  const stripe = startStripe(() => world().clock.now);
  afterAll(() => stripe.stop());
  let shop: Shop;
  beforeEach(async () => {
    // What the test before left is nobody's any more.
    await world().ctx.db.deleteFrom("billing").execute();
    stripe.events.length = 0;
    shop = openShop(world(), stripe);
    await checkout(billingOf(shop), shop.operator, { plan: "pro" });
    stripe.complete(lastSession(shop));
    await deliverAll(shop);
    stripe.asked.length = 0;
  });
  const shown = () => getBilling(billingOf(shop), shop.operator);
  const plan = () => planOf(shop, shop.operator);
  async function fail(): Promise<number> {
    shop.clock.now = lastSubscription(shop).periodEnd * SECOND_MS;
    stripe.renew(lastSubscription(shop), false);
    await deliverAll(shop);
    return shop.clock.now;
  }

  test("after a failed payment the plan stays for 7 days, to the second, and is back once it is paid", async () => {
    const failedAt = await fail();
    expect(await shown()).toMatchObject({
      plan: "pro",
      status: "past_due",
      graceEndsAt: iso(failedAt + 7 * DAY_MS),
    });
    shop.clock.now = failedAt + 7 * DAY_MS - 1;
    await endPlans(shop.ctx);
    expect(await plan()).toBe("pro");
    shop.clock.now++;
    await endPlans(shop.ctx);
    expect([await plan(), await shown()]).toMatchObject([
      "free",
      { plan: "free", status: "past_due", subscribedPlan: "pro", graceEndsAt: iso(failedAt + 7 * DAY_MS) },
    ]);
    await endPlans(shop.ctx);
    // Told of it once more, or asked: it does not begin anew.
    stripe.update(lastSubscription(shop), { status: "unpaid" });
    await deliverAll(shop);
    expect(await plan()).toBe("free");
    shop.clock.now += 30 * DAY_MS;
    stripe.renew(lastSubscription(shop), false);
    await deliverAll(shop);
    expect([await plan(), (await shown()).graceEndsAt]).toEqual(["free", iso(failedAt + 7 * DAY_MS)]);
    stripe.pay(lastSubscription(shop));
    await deliverAll(shop);
    expect([await plan(), await shown()]).toMatchObject(["pro", { status: "active", graceEndsAt: null }]);
    const told = shop.ctx.db.selectFrom("outbox").select("data").where("type", "=", "billing.updated");
    const events = await told
      .where("workspace_id", "=", shop.operator.workspaceId)
      .orderBy("sequence")
      .execute();
    const plans = events.map(({ data }) => JSON.parse(data)).map((each) => `${each.status} ${each.paidPlan}`);
    expect(plans.filter((each, index) => each !== plans[index - 1])).toEqual([
      "active pro",
      "past_due pro",
      "past_due null",
      "active pro",
    ]);
  });

  test("a failure that is told of when grace is over gives none", async () => {
    const events = stripe.events;
    shop.clock.now = lastSubscription(shop).periodEnd * SECOND_MS;
    stripe.renew(lastSubscription(shop), false);
    shop.clock.now += 8 * DAY_MS;
    for (const event of events.splice(0)) expect(await deliver(shop, event)).toBe(200);
    expect(await plan()).toBe("free");
  });

  test("what was cancelled ends at its last second, though Stripe says nothing", async () => {
    stripe.update(lastSubscription(shop), {
      cancelAtPeriodEnd: true,
      cancelAt: lastSubscription(shop).periodEnd,
    });
    await deliverAll(shop);
    shop.clock.now = lastSubscription(shop).periodEnd * SECOND_MS - 1;
    await endPlans(shop.ctx);
    expect(await plan()).toBe("pro");
    shop.clock.now++;
    await endPlans(shop.ctx);
    expect(await plan()).toBe("free");
  });

  test("owners are told of a failed payment by mail, once", async () => {
    const { db, now } = shop.ctx;
    const { workspaceId } = shop.operator;
    const owner = { email: `owner-${workspaceId}@example.com`.toLowerCase(), role: "owner" };
    for (const { email, role } of [
      owner,
      { email: `member-${workspaceId}@example.com`.toLowerCase(), role: "admin" },
    ]) {
      const id = `usr_${email}`;
      const times = { created_at: now(), updated_at: now() };
      await db
        .insertInto("users")
        .values({ id, email, name: "x", is_email_verified: 1, ...times })
        .execute();
      await db
        .insertInto("members")
        .values({ workspace_id: workspaceId, user_id: id, role, created_at: now() })
        .execute();
    }
    const failedAt = await fail();
    stripe.events.push(...stripe.events);
    await deliverAll(shop);
    await checkBilling(shop.ctx);
    await sendMails(shop.ctx);
    const mails = shop.mails.filter(({ to }) => to.includes(workspaceId.toLowerCase()));
    expect(mails).toMatchObject([{ to: owner.email, subject: "Test: a payment has failed" }]);
    expect(mails[0]?.text).toContain(iso(failedAt + 7 * DAY_MS).slice(0, 10));
  });

  test("an event that was lost is found within a day", async () => {
    stripe.end(lastSubscription(shop));
    await checkBilling(shop.ctx);
    expect(await plan()).toBe("pro");
    shop.clock.now += DAY_MS + 1;
    await checkBilling(shop.ctx);
    expect(await plan()).toBe("free");
    const asked = stripe.asked.length;
    await checkBilling(shop.ctx);
    expect(stripe.asked).toHaveLength(asked);
  });

  test("a customer whom Stripe does not know keeps what there is, and holds up nobody", async () => {
    const other = { ...shop, ...(await shop.stranger()) };
    await checkout(billingOf(other), other.operator, { plan: "pro" });
    const paid = stripe.complete(lastSession(shop));
    stripe.customers.delete((await keptBilling(shop)).customer_id);
    shop.clock.now += DAY_MS + HOUR_MS;
    await checkBilling(shop.ctx);
    expect([await plan(), await planOf(other, other.operator)]).toEqual(["pro", "pro"]);
    expect(shop.logged.join("\n")).toContain("Stripe does not know the customer; nothing is changed");
    expect(paid.status).toBe("active");
  });

  test("a workspace that is deleted pays no longer, whether it is cleared away already or not", async () => {
    const { workspaceId } = shop.operator;
    await shop.ctx.db.transaction().execute((trx) => closeWorkspace(trx, workspaceId, shop.clock.now));
    await shop.ctx.db.deleteFrom("outbox").where("workspace_id", "=", workspaceId).execute();
    await clearWorkspaces(shop.ctx);
    expect(
      await shop.ctx.db.selectFrom("workspaces").select("id").where("id", "=", workspaceId).execute(),
    ).toEqual([]);
    stripe.goAway(true);
    try {
      await expect(endOrphans(shop.ctx)).rejects.toMatchObject({ name: "PaymentsUnavailable" });
    } finally {
      stripe.goAway(false);
    }
    expect(await findBilling(shop.ctx.db, workspaceId)).not.toBeNull();
    await endOrphans(shop.ctx);
    expect(lastSubscription(shop).status).toBe("canceled");
    await endOrphans(shop.ctx);
    expect(await findBilling(shop.ctx.db, workspaceId)).toBeNull();
    await deliverAll(shop);
  });

  test("those that are there are left alone", async () => {
    await endOrphans(shop.ctx);
    expect([lastSubscription(shop).status, await plan()]).toEqual(["active", "pro"]);
  });

  test("what is paid for does not count where nothing is sold, and counts again where it is", async () => {
    await startBilling(world().ctx);
    expect([await plan(), (await keptBilling(shop)).paidPlan]).toEqual(["free", null]);
    await startBilling(shop.ctx);
    expect(await plan()).toBe("pro");
    const failedAt = await fail();
    shop.clock.now = failedAt + 7 * DAY_MS - 1;
    await startBilling(shop.ctx);
    expect(await plan()).toBe("pro");
    shop.clock.now++;
    await startBilling(shop.ctx);
    expect(await plan()).toBe("free");
  });

  test("what is sold is said at the start; a price that cannot be subscribed to is an error there", async () => {
    await billingChecks(shop.ctx)();
    expect(shop.logged.filter((line) => line.includes("sold by Stripe"))).toHaveLength(2);
    const price = stripe.prices.get("price_pro");
    if (price) price.active = false;
    const check = billingChecks(shop.ctx);
    try {
      await check();
    } finally {
      if (price) price.active = true;
    }
    expect(shop.logged.join("\n")).toContain("the plan's price at Stripe is not active");
    const said = shop.logged.length;
    await check();
    expect(shop.logged).toHaveLength(said);
  });

  test("where nothing is sold they do nothing", async () => {
    shop.clock.now += 400 * DAY_MS;
    for (const job of [endPlans, checkBilling, endOrphans, (ctx: Shop["ctx"]) => billingChecks(ctx)()])
      await job({ ...shop.ctx, payments: null } as never);
    expect(stripe.asked).toEqual([]);
  });
});

import { afterAll, beforeEach, expect, test } from "bun:test";
import type { Billing, BillingLink, Preview } from "@visoli/contract/billing";
import {
  deliverAll,
  lastSession,
  lastSubscription,
  openShop,
  planOf,
  type Shop,
} from "../../../../test/billing.ts";
import { appOver, ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { startStripe } from "../../../../test/stripe.ts";
import { MONTH_S } from "../../../../test/stripe-account.ts";
import { createPayments } from "../adapters/stripe/payments.ts";
import type { StripeConfig } from "../config.ts";
import { setPlan } from "../db/plans.ts";
import { DAY_MS } from "../lib/time.ts";

const PATHS = ["checkout", "portal", "plan", "cancel", "resume"];

forEachDatabase("billing", (world) => {
  const stripe = startStripe(() => world().clock.now);
  afterAll(() => stripe.stop());
  let shop: Shop;
  let key: string;
  beforeEach(async () => {
    stripe.events.length = 0;
    stripe.asked.length = 0;
    shop = openShop(world(), stripe);
    key = (await world().key()).text;
  });

  async function send<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    const url = `/api/v1/billing${path}`;
    const response = await ask(shop, method, url, { key, headers, ...(body !== undefined && { body }) });
    return { status: response.status, body: (await response.json()) as Body & { code?: string } };
  }
  const get = async () => (await send<Billing>("GET", "")).body;
  const begin = (plan: string, headers = {}) => send<BillingLink>("POST", "/checkout", { plan }, headers);
  async function subscribe(plan: string): Promise<void> {
    expect((await begin(plan)).status).toBe(200);
    stripe.complete(lastSession(shop));
    await deliverAll(shop);
  }

  test("switched off, nothing of it is there, but the document describes it", async () => {
    const request = { key, body: { plan: "pro" } };
    for (const path of PATHS) {
      const response = await ask(world(), "POST", `/api/v1/billing/${path}`, request);
      expect([path, response.status, await response.json()]).toMatchObject([
        path,
        404,
        { code: "route.not_found" },
      ]);
    }
    expect((await ask(world(), "GET", "/api/v1/billing", { key })).status).toBe(404);
    expect((await ask(world(), "POST", "/api/stripe/webhook", { body: {} })).status).toBe(404);
    const info = { openapi: "3.1.0", info: { title: "x", version: "1" } };
    const [off, on] = [world(), shop].map(({ app }) => JSON.stringify(app.getOpenAPI31Document(info)));
    expect(off).toBe(on);
    expect(off).toContain('"/api/v1/billing/checkout"');
  });

  test("from free to pro: the page, what was paid there, and what the workspace may do then", async () => {
    expect(await get()).toEqual({
      ...{ plan: "free", granted: false, status: "none", subscribedPlan: null, price: null },
      ...{ currentPeriodEnd: null, cancelAt: null, graceEndsAt: null },
    });
    const { workspaceId } = shop.operator;
    const page = await send<BillingLink>("POST", "/checkout", {
      plan: "pro",
      returnPath: "/settings?tab=billing",
    });
    expect([page.status, page.body]).toEqual([
      200,
      { url: `https://checkout.stripe.test/${lastSession(shop)}` },
    ]);
    expect(stripe.sessions.get(lastSession(shop))).toMatchObject({
      price: "price_pro",
      successUrl: "http://localhost:3000/settings?tab=billing&checkout=done",
      cancelUrl: "http://localhost:3000/settings?tab=billing&checkout=canceled",
    });
    const [customer] = [...stripe.customers.values()].slice(-1);
    expect(customer?.metadata).toEqual({ workspaceId });
    expect(await planOf(shop, shop.operator)).toBe("free");
    stripe.complete(lastSession(shop));
    await deliverAll(shop);
    expect(await get()).toEqual({
      ...{ plan: "pro", granted: false, status: "active", subscribedPlan: "pro" },
      price: { amount: 999, currency: "USD", interval: "month" },
      currentPeriodEnd: new Date(shop.clock.now + MONTH_S * 1_000).toISOString(),
      ...{ cancelAt: null, graceEndsAt: null },
    });
    expect(await planOf(shop, shop.operator)).toBe("pro");
  });

  test("whoever pays already changes the plan instead", async () => {
    await subscribe("pro");
    expect(await begin("enterprise")).toMatchObject({
      status: 409,
      body: { code: "billing.already_subscribed" },
    });
    shop.clock.now += 15 * DAY_MS;
    const preview = await send<Preview>("GET", "/preview?plan=enterprise");
    expect([preview.status, preview.body]).toEqual([
      200,
      {
        ...{
          plan: "enterprise",
          price: { amount: 4_999, currency: "USD", interval: "month" },
          currency: "USD",
        },
        ...{ proration: 2_500 - 500, nextInvoiceAmount: 2_500 - 500 + 4_999 },
        nextInvoiceAt: new Date(lastSubscription(shop).periodEnd * 1_000).toISOString(),
      },
    ]);
    expect(await get()).toMatchObject({ plan: "pro" });
    const changed = await send<Billing>("POST", "/plan", { plan: "enterprise" });
    expect(changed).toMatchObject({
      status: 200,
      body: { plan: "enterprise", status: "active", price: { amount: 4_999 } },
    });
    expect(await planOf(shop, shop.operator)).toBe("enterprise");
    const asked = stripe.changes().length;
    expect(await send("POST", "/plan", { plan: "enterprise" })).toMatchObject({
      status: 200,
      body: { plan: "enterprise" },
    });
    expect(stripe.changes()).toHaveLength(asked);
    // Their events come later, and change nothing.
    await deliverAll(shop);
    expect(await get()).toMatchObject({ plan: "enterprise", status: "active" });
  });

  test("it ends with its period, unless it is taken up again", async () => {
    await subscribe("pro");
    const one = lastSubscription(shop);
    const cancelAt = new Date(one.periodEnd * 1_000).toISOString();
    expect(await send("POST", "/cancel")).toMatchObject({
      status: 200,
      body: { plan: "pro", status: "canceling", cancelAt },
    });
    expect(await send("POST", "/resume")).toMatchObject({
      status: 200,
      body: { plan: "pro", status: "active", cancelAt: null },
    });
    expect(one.cancelAtPeriodEnd).toBe(false);
    // As the portal does it: at a day, not with the period.
    stripe.update(one, { cancelAt: one.periodEnd });
    await deliverAll(shop);
    expect(await get()).toMatchObject({ status: "canceling", cancelAt });
    expect(await send("POST", "/resume")).toMatchObject({ body: { status: "active", cancelAt: null } });
    await send("POST", "/cancel");
    shop.clock.now = one.periodEnd * 1_000;
    stripe.end(one);
    await deliverAll(shop);
    expect(await get()).toMatchObject({ plan: "free", status: "none", subscribedPlan: null, cancelAt: null });
    for (const path of ["plan", "cancel", "resume"])
      expect(await send("POST", `/${path}`, path === "plan" ? { plan: "pro" } : undefined)).toMatchObject({
        status: 409,
        body: { code: "billing.not_subscribed" },
      });
    expect((await send("POST", "/portal")).status).toBe(200);
  });

  test("while a payment is due the plan cannot be changed", async () => {
    await subscribe("pro");
    shop.clock.now += 30 * DAY_MS;
    stripe.renew(lastSubscription(shop), false);
    await deliverAll(shop);
    const refused = { status: 409, body: { code: "billing.payment_due" } };
    expect(await send("POST", "/plan", { plan: "enterprise" })).toMatchObject(refused);
    expect(await send("GET", "/preview?plan=enterprise")).toMatchObject(refused);
    expect(lastSubscription(shop).price).toBe("price_pro");
  });

  test("a plan that the operator gave goes before what is paid for, and cannot be paid for", async () => {
    await setPlan(shop.ctx.db, shop.operator.workspaceId, "enterprise");
    expect(await begin("pro")).toMatchObject({ status: 409, body: { code: "billing.plan_granted" } });
    await setPlan(shop.ctx.db, shop.operator.workspaceId, null);
    await subscribe("pro");
    await setPlan(shop.ctx.db, shop.operator.workspaceId, "enterprise");
    expect(await get()).toMatchObject({
      plan: "enterprise",
      granted: true,
      status: "active",
      subscribedPlan: "pro",
    });
    expect(await planOf(shop, shop.operator)).toBe("enterprise");
    expect(await send("POST", "/cancel")).toMatchObject({ status: 200, body: { status: "canceling" } });
    await setPlan(shop.ctx.db, shop.operator.workspaceId, null);
    expect(await planOf(shop, shop.operator)).toBe("pro");
  });

  test.each([
    "//evil.example/",
    "/\\evil.example/",
    "https://evil.example/",
    "javascript:alert(1)",
    "settings",
    "",
    "\\\\evil.example",
    "/\t/evil.example",
    "@evil.example",
  ])("%j is nowhere to return to, and nothing is asked of Stripe", async (returnPath) => {
    const before = await countRows(shop);
    for (const path of ["/checkout", "/portal"]) {
      const refused = await send("POST", path, { returnPath, ...(path === "/checkout" && { plan: "pro" }) });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: "returnPath" }] } });
    }
    expect([stripe.asked, await countRows(shop)]).toEqual([[], before]);
  });

  test("faulty bodies name each field; other plans are not sold", async () => {
    const refused = await send<{ errors: { path: string }[] }>("POST", "/checkout", {
      plan: "free",
      coupon: "x",
    });
    expect([refused.status, refused.body.errors.map(({ path }) => path)]).toEqual([422, ["plan", "coupon"]]);
    expect((await send("GET", "/preview?plan=unlimited")).status).toBe(422);
    expect((await send("GET", "/preview")).status).toBe(422);
  });

  test("a key reads with usage:read and changes with billing:write alone", async () => {
    const allowed = async (scope: "usage:read" | "billing:write" | "links:read") => {
      key = (await world().key(scope)).text;
      const statuses = [(await send("GET", "")).status, (await send("GET", "/preview?plan=pro")).status];
      for (const path of PATHS)
        statuses.push(
          (
            await send(
              "POST",
              `/${path}`,
              /cancel|resume/.test(path) ? undefined : { ...(path !== "portal" && { plan: "pro" }) },
            )
          ).status,
        );
      return statuses;
    };
    expect(await allowed("links:read")).toEqual([403, 403, 403, 403, 403, 403, 403]);
    expect(await allowed("usage:read")).toEqual([200, 403, 403, 403, 403, 403, 403]);
    expect(await allowed("billing:write")).toEqual([403, 409, 200, 200, 409, 409, 409]);
  });

  test("while Stripe is away it is 503, and nothing of its secrets is in answer or log", async () => {
    stripe.goAway(true);
    try {
      const refused = await begin("pro");
      expect(refused).toMatchObject({ status: 503, body: { code: "service.unavailable" } });
      expect(world().logged.join("\n")).toContain("Stripe did not do what it was asked");
      expect(world().logged.join("\n") + JSON.stringify(refused)).not.toMatch(/sk_test|whsec/);
    } finally {
      stripe.goAway(false);
    }
    expect((await begin("pro")).status).toBe(200);
  });

  test("a secret key that Stripe refuses is 503, and no part of it is in the log", async () => {
    const settings = { ...shop.ctx.config.stripe, secretKey: "sk_live_mistyped" };
    const payments = createPayments(settings as StripeConfig, shop.ctx.log);
    const ctx = { ...shop.ctx, payments };
    shop = { ...shop, ctx, app: appOver(ctx, shop.database, shop.apiLog) };
    expect(await begin("pro")).toMatchObject({ status: 503, body: { code: "service.unavailable" } });
    const said = shop.logged.join("\n");
    expect(said).toContain('"status":401');
    expect(said).not.toMatch(/sk_live|mistyped/);
  });

  test("who did what stands in the audit log, and that it is so now", async () => {
    await subscribe("pro");
    await send("POST", "/cancel");
    const rows = await shop.ctx.db
      .selectFrom("audit_log")
      .select(["action", "actor"])
      .where("workspace_id", "=", shop.operator.workspaceId)
      .where("action", "like", "billing.%")
      .orderBy("id")
      .execute();
    expect(rows.map(({ action, actor }) => [action, actor.replace(/^key_.*/, "key")])).toEqual([
      ["billing.checkout", "key"],
      ["billing.update", "stripe"],
      ["billing.cancel", "key"],
      ["billing.update", "stripe"],
    ]);
    const told = shop.ctx.db.selectFrom("outbox").select("data").where("type", "=", "billing.updated");
    const events = await told.where("workspace_id", "=", shop.operator.workspaceId).execute();
    expect(events.map(({ data }) => JSON.parse(data).status)).toEqual(["active", "canceling"]);
  });
});

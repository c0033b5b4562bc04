import { afterAll, expect, test } from "bun:test";
import type { Billing, BillingLink } from "@visoli/contract/billing";
import { until } from "../test/engines.ts";
import { SECRET_KEY, signed, startStripe, WEBHOOK_SECRET } from "../test/stripe.ts";
import type { FakeEvent } from "../test/stripe-account.ts";
import { click, createClient, type Page, type Problem } from "./client.ts";
import { endAll, launch, type Server, startServer } from "./server.ts";

const DAY_S = 86_400;
const stripe = startStripe(Date.now);
afterAll(async () => {
  stripe.stop();
  await endAll();
});

const ENV = {
  BILLING: "stripe",
  STRIPE_SECRET_KEY: SECRET_KEY,
  STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
  STRIPE_PRICE_PRO: "price_pro",
  STRIPE_PRICE_ENTERPRISE: "price_enterprise",
  STRIPE_API_URL: stripe.url,
};

/** Posts all that happened at Stripe, the last first. */
async function deliver({ url }: Server): Promise<void> {
  for (const event of stripe.events.splice(0).reverse()) {
    const { body, headers } = await signed(event, Date.now());
    expect((await fetch(`${url}/api/stripe/webhook`, { method: "POST", body, headers })).status).toBe(200);
  }
}

test("free, checkout, pro and its limits, a failed payment, grace, free, and paid again", async () => {
  const server = await startServer({ env: ENV });
  const client = createClient(server.url, server.apiKey);
  const billing = async () => (await client.get<Billing>("/api/v1/billing")).body;
  const create = async (path: string, body: object) => {
    const { status, body: answer } = await client.post<Problem & { shortUrl: string }>(
      `/api/v1/${path}`,
      body,
    );
    return [status, answer.code ?? answer.shortUrl] as const;
  };
  const newLink = () => create("links", { url: "https://example.com/there" });
  const newHook = () => create("webhooks", { url: "https://hooks.example.com/", events: ["*"] });

  expect(await billing()).toMatchObject({ plan: "free", status: "none" });
  expect(await newLink()).toEqual([402, "plan.feature_required"]);
  const begin = () =>
    client.post<BillingLink>("/api/v1/billing/checkout", { plan: "pro" }, { "Idempotency-Key": "1" });
  const [page, again] = [await begin(), await begin()];
  expect([page.status, again.body]).toEqual([200, page.body]);
  expect([...stripe.sessions.values()]).toMatchObject([{ successUrl: `${server.url}/?checkout=done` }]);
  const one = stripe.complete(page.body.url.split("/").at(-1) ?? "");

  const [forged] = stripe.events as [FakeEvent];
  const { body, headers } = await signed(forged, Date.now(), "whsec_guessed");
  expect((await fetch(`${server.url}/api/stripe/webhook`, { method: "POST", body, headers })).status).toBe(
    400,
  );
  expect(await billing()).toMatchObject({ plan: "free" });

  await deliver(server);
  expect(await billing()).toMatchObject({
    plan: "pro",
    status: "active",
    price: { amount: 999, currency: "USD" },
  });
  const [status, shortUrl] = await newLink();
  expect(status).toBe(201);
  for (let count = 0; count < 3; count++) expect((await newHook())[0]).toBe(201);
  expect(await newHook()).toEqual([402, "plan.quota_exceeded"]);

  stripe.renew(one, false);
  // It failed so long ago that grace is over in a moment.
  const failedAt = Math.floor(Date.now() / 1_000) - 7 * DAY_S + 6;
  for (const invoice of stripe.invoices) if (invoice.status === "open") invoice.finalizedAt = failedAt;
  await deliver(server);
  const graceEndsAt = new Date((failedAt + 7 * DAY_S) * 1_000).toISOString();
  expect(await billing()).toMatchObject({ plan: "pro", status: "past_due", graceEndsAt });
  // Not too often: the plan has 120 requests a minute.
  await until(async () => (await billing()).plan === "free", { timeoutMs: 40_000, everyMs: 1_000 });
  expect(await newLink()).toEqual([402, "plan.feature_required"]);
  expect((await click(shortUrl)).headers.get("location")).toBe("https://example.com/there");

  stripe.pay(one);
  await deliver(server);
  expect(await billing()).toMatchObject({ plan: "pro", status: "active", graceEndsAt: null });
  await until(async () => (await newLink())[0] === 201, { timeoutMs: 10_000, everyMs: 1_000 });
  expect((await client.get<Page<object>>("/api/v1/webhooks")).body.data).toHaveLength(3);
  expect(server.stdout() + server.stderr()).not.toMatch(/sk_test_123|whsec_/);
  expect(await server.stop()).toBe(0);
}, 180_000);

test("what lacks to sell by Stripe is named, and nothing starts", async () => {
  const { STRIPE_WEBHOOK_SECRET: _, STRIPE_PRICE_PRO: _price, ...rest } = ENV;
  const server = launch(["start"], rest);
  expect(await server.ended).not.toBe(0);
  const said = server.stdout() + server.stderr();
  for (const name of ["STRIPE_WEBHOOK_SECRET", "STRIPE_PRICE_PRO"])
    expect(said).toContain(`${name}: must be set`);
  expect(said).not.toContain(SECRET_KEY);
}, 60_000);

import type { FakeInvoice, FakeSession, FakeSubscription, StripeAccount } from "./stripe-account.ts";

export type Asked = {
  method: string;
  path: string;
  /** As Stripe's forms name them: `items[0][price]`. */
  params: Record<string, string>;
  idempotencyKey: string | null;
};
export type Answer = { status: number; body: unknown };

/** What Stripe's API says to it; what we do not use is an error. */
export function answerStripe(account: StripeAccount, asked: Asked): Answer {
  const [, , ...path] = asked.path.split("/");
  const name = `${asked.method} ${path.map((part) => (/^[a-z]+_\w*\d/.test(part) ? ":id" : part.startsWith("price_") ? ":id" : part)).join("/")}`;
  const id = path.find((part) => /^[a-z]+_\w*\d/.test(part) || part.startsWith("price_")) ?? "";
  const answer = CALLS[name];
  return answer ? answer(account, asked.params, id) : missing(`Unrecognized request URL (${name})`, "url");
}

type Call = (account: StripeAccount, params: Record<string, string>, id: string) => Answer;

const ok = (body: unknown): Answer => ({ status: 200, body });
const failure = (status: number, error: object): Answer => ({
  status,
  body: { error: { type: "invalid_request_error", ...error } },
});
const missing = (message: string, param: string) =>
  failure(404, { code: "resource_missing", message, param });
const list = (data: unknown[]) => ok({ object: "list", data, has_more: false, url: "/v1" });

function noCustomer({ customers }: StripeAccount, id: string | undefined): Answer | null {
  const customer = customers.get(id ?? "");
  return customer && !customer.deleted
    ? null
    : failure(400, { code: "resource_missing", message: `No such customer: '${id}'`, param: "customer" });
}

const CALLS: Record<string, Call> = {
  "POST customers": (account, params) => {
    const id = account.newId("cus");
    const customer = { id, metadata: { workspaceId: params["metadata[workspaceId]"] ?? "" }, deleted: false };
    account.customers.set(id, customer);
    return ok({ id, object: "customer", metadata: customer.metadata });
  },
  "GET customers/:id": ({ customers }, _, id) => {
    const customer = customers.get(id);
    if (!customer) return missing(`No such customer: '${id}'`, "id");
    return ok({ id, object: "customer", ...(customer.deleted && { deleted: true }) });
  },
  "POST checkout/sessions": (account, params) => {
    const { customer = "", "line_items[0][price]": price = "" } = params;
    if (params.mode !== "subscription") return failure(400, { message: "not a subscription", param: "mode" });
    const none = noCustomer(account, customer);
    if (none) return none;
    if (!account.prices.get(price)?.active)
      return failure(400, { message: `No such price: '${price}'`, param: "line_items" });
    const session: FakeSession = {
      ...{ id: account.newId("cs"), customer, price, status: "open", created: account.now() },
      ...{ successUrl: params.success_url ?? "", cancelUrl: params.cancel_url ?? "" },
    };
    account.sessions.set(session.id, session);
    return ok(toSession(session));
  },
  "GET checkout/sessions/:id": ({ sessions }, _, id) => {
    const session = sessions.get(id);
    return session ? ok(toSession(session)) : missing(`No such checkout.session: ${id}`, "session");
  },
  "POST checkout/sessions/:id/expire": ({ sessions }, _, id) => {
    const session = sessions.get(id);
    if (session?.status !== "open")
      return failure(400, { message: "Only Checkout Sessions with a status in open can be expired" });
    session.status = "expired";
    return ok(toSession(session));
  },
  "POST billing_portal/sessions": (account, params) =>
    noCustomer(account, params.customer) ??
    ok({
      id: account.newId("bps"),
      object: "billing_portal.session",
      url: `https://billing.stripe.test/${params.customer}?back=${params.return_url}`,
    }),
  "GET subscriptions": (account, params) => {
    const none = noCustomer(account, params.customer);
    if (none) return none;
    const those = [...account.subscriptions.values()].filter(
      ({ customer, status }) => customer === params.customer && status !== "canceled",
    );
    return list(those.reverse().map((one) => toSubscription(account, one)));
  },
  "POST subscriptions/:id": (account, params, id) => changeSubscription(account, params, id),
  "DELETE subscriptions/:id": (account, _, id) => {
    const one = account.subscriptions.get(id);
    if (!one || one.status === "canceled") return missing(`No such subscription: '${id}'`, "id");
    account.end(one);
    return ok(toSubscription(account, one));
  },
  "GET invoices": ({ invoices }, params) =>
    list(
      invoices
        .filter(
          ({ subscription, status }) => subscription === params.subscription && status === params.status,
        )
        .map(toInvoice),
    ),
  "POST invoices/create_preview": (account, params) => preview(account, params),
  "GET prices/:id": ({ prices }, _, id) =>
    prices.has(id) ? ok(toPrice(prices.get(id))) : missing(`No such price: '${id}'`, "price"),
};

function changeSubscription(account: StripeAccount, params: Record<string, string>, id: string): Answer {
  const one = account.subscriptions.get(id);
  if (!one || one.status === "canceled") return missing(`No such subscription: '${id}'`, "id");
  const { "items[0][price]": price, cancel_at_period_end: atEnd, cancel_at: at } = params;
  if (price !== undefined) {
    if (params["items[0][id]"] !== `si_${id}`)
      return failure(400, { message: "no such item", param: "items" });
    if (params.proration_behavior !== "create_prorations") return failure(400, { message: "prorate!" });
    account.update(one, { price });
  }
  if (atEnd !== undefined)
    account.update(one, {
      cancelAtPeriodEnd: atEnd === "true",
      cancelAt: atEnd === "true" ? one.periodEnd : null,
    });
  if (at === "") account.update(one, { cancelAt: null });
  return ok(toSubscription(account, one));
}

/** To the second, as Stripe does it: the rest of the period at either price. */
function preview(account: StripeAccount, params: Record<string, string>): Answer {
  const one = account.subscriptions.get(params.subscription ?? "");
  const before = account.prices.get(one?.price ?? "");
  const after = account.prices.get(params["subscription_details[items][0][price]"] ?? "");
  if (!one || !before || !after) return missing("No such subscription", "subscription");
  const rest = (one.periodEnd - account.now()) / (one.periodEnd - one.periodStart);
  const line = (amount: number, proration: boolean) => ({
    ...{ id: account.newId("il"), object: "line_item", amount, currency: "usd" },
    parent: { type: "subscription_item_details", subscription_item_details: { proration } },
  });
  const credit = -Math.round(before.unit_amount * rest);
  const debit = Math.round(after.unit_amount * rest);
  const lines = [line(credit, true), line(debit, true), line(after.unit_amount, false)];
  const total = credit + debit + after.unit_amount;
  return ok({
    object: "invoice",
    currency: "usd",
    total,
    amount_due: Math.max(0, total),
    lines: { object: "list", data: lines },
  });
}

const toPrice = (price: { id: string; unit_amount: number; active: boolean } | undefined) => ({
  ...{ ...price, object: "price", currency: "usd", recurring: { interval: "month", interval_count: 1 } },
});

function toSession({ id, customer, status, created }: FakeSession) {
  const url = status === "open" ? `https://checkout.stripe.test/${id}` : null;
  return { id, object: "checkout.session", customer, status, created, url, mode: "subscription" };
}

function toInvoice({ id, customer, status, created, finalizedAt }: FakeInvoice) {
  return {
    id,
    object: "invoice",
    customer,
    status,
    created,
    status_transitions: { finalized_at: finalizedAt },
  };
}

function toSubscription({ prices }: StripeAccount, one: FakeSubscription) {
  const item = {
    ...{ id: `si_${one.id}`, object: "subscription_item", price: toPrice(prices.get(one.price)) },
    ...{ current_period_start: one.periodStart, current_period_end: one.periodEnd },
  };
  return {
    ...{
      id: one.id,
      object: "subscription",
      customer: one.customer,
      status: one.status,
      created: one.created,
    },
    ...{ cancel_at: one.cancelAt, cancel_at_period_end: one.cancelAtPeriodEnd },
    items: { object: "list", data: [item] },
  };
}

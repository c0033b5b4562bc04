/** A month of Stripe, in seconds. */
export const MONTH_S = 30 * 86_400;

export type FakePrice = { id: string; unit_amount: number; active: boolean };
export type FakeInvoice = {
  id: string;
  subscription: string;
  customer: string;
  status: "open" | "paid";
  created: number;
  finalizedAt: number;
};
export type FakeSubscription = {
  id: string;
  customer: string;
  price: string;
  status: "incomplete" | "active" | "past_due" | "unpaid" | "paused" | "canceled";
  created: number;
  periodStart: number;
  periodEnd: number;
  cancelAt: number | null;
  cancelAtPeriodEnd: boolean;
};
export type FakeSession = {
  id: string;
  customer: string;
  price: string;
  status: "open" | "complete" | "expired";
  created: number;
  successUrl: string;
  cancelUrl: string;
};
export type FakeEvent = {
  id: string;
  type: string;
  object: "event";
  created: number;
  data: { object: object };
};

/** What is in an account of Stripe's. `now` in seconds. */
type State = {
  now(): number;
  newId(prefix: string): string;
  prices: Map<string, FakePrice>;
  customers: Map<string, { id: string; metadata: Record<string, string>; deleted: boolean }>;
  sessions: Map<string, FakeSession>;
  subscriptions: Map<string, FakeSubscription>;
  invoices: FakeInvoice[];
  events: FakeEvent[];
};

/** An account, and what people do there; each thing that happens leaves its events. */
export type StripeAccount = ReturnType<typeof createAccount>;

export function createAccount(now: () => number) {
  let count = 0;
  const prices = [
    { id: "price_pro", unit_amount: 999, active: true },
    { id: "price_pro_old", unit_amount: 799, active: false },
    { id: "price_enterprise", unit_amount: 4_999, active: true },
  ];
  const state: State = {
    now,
    newId: (prefix) => `${prefix}_${String(++count).padStart(4, "0")}`,
    prices: new Map(prices.map((price) => [price.id, price])),
    ...{ customers: new Map(), sessions: new Map(), subscriptions: new Map(), invoices: [], events: [] },
  };
  const changes = changesOf(state);
  return { ...state, ...changes, ...actionsOf(state, changes) };
}

/** The event holds the thing as it was then; it may be long over when somebody reads it. */
function tell({ newId, now, events }: State, type: string, object: object): void {
  const data = { object: structuredClone(object) };
  events.push({ id: newId("evt"), type, object: "event", created: now(), data });
}

function changesOf(state: State) {
  const { now, newId } = state;
  function invoice({ id, customer }: FakeSubscription, status: FakeInvoice["status"]): void {
    const times = { created: now() - 3_600, finalizedAt: now() };
    const one = { id: newId("in"), subscription: id, customer, status, ...times };
    state.invoices.push(one);
    tell(state, status === "paid" ? "invoice.paid" : "invoice.payment_failed", one);
  }
  return {
    invoice,
    subscribe(customer: string, price: string): FakeSubscription {
      const one: FakeSubscription = {
        ...{ id: newId("sub"), customer, price, status: "active", created: now() },
        ...{ periodStart: now(), periodEnd: now() + MONTH_S, cancelAt: null, cancelAtPeriodEnd: false },
      };
      state.subscriptions.set(one.id, one);
      tell(state, "customer.subscription.created", one);
      invoice(one, "paid");
      return one;
    },
    update(subscription: FakeSubscription, changes: Partial<FakeSubscription>): void {
      Object.assign(subscription, changes);
      tell(state, "customer.subscription.updated", subscription);
    },
    end(one: FakeSubscription): void {
      one.status = "canceled";
      tell(state, "customer.subscription.deleted", one);
    },
  };
}

function actionsOf(state: State, { invoice, subscribe, update, end }: ReturnType<typeof changesOf>) {
  return {
    /** Somebody pays at the page. */
    complete(sessionId: string): FakeSubscription {
      const session = state.sessions.get(sessionId);
      if (session?.status !== "open")
        throw new Error(`nobody can pay at ${sessionId}: it is ${session?.status}`);
      session.status = "complete";
      const one = subscribe(session.customer, session.price);
      tell(state, "checkout.session.completed", session);
      return one;
    },
    /** The next period begins, and is paid for or not. */
    renew(one: FakeSubscription, isPaid: boolean): void {
      const periodStart = Math.max(one.periodEnd, state.now());
      const period = { periodStart, periodEnd: periodStart + MONTH_S };
      update(one, { ...period, ...(!isPaid && { status: "past_due" }) });
      invoice(one, isPaid ? "paid" : "open");
    },
    /** What is open is paid. */
    pay(one: FakeSubscription): void {
      for (const each of state.invoices) if (each.subscription === one.id) each.status = "paid";
      update(one, { status: "active" });
      tell(state, "invoice.paid", { customer: one.customer });
    },
    deleteCustomer(id: string): void {
      const customer = state.customers.get(id);
      if (customer) customer.deleted = true;
      for (const one of state.subscriptions.values())
        if (one.customer === id && one.status !== "canceled") end(one);
    },
  };
}

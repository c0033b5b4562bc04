import Stripe from "stripe";
import { createAccount, type StripeAccount } from "./stripe-account.ts";
import { type Answer, type Asked, answerStripe } from "./stripe-api.ts";

export const WEBHOOK_SECRET = "whsec_test_secret";
export const SECRET_KEY = "sk_test_123";

/** Stands in for Stripe on loopback: its API as far as we use it, over what people do at its pages. */
export type FakeStripe = ReturnType<typeof startStripe>;

/** `now` in milliseconds since 1970. */
export function startStripe(now: () => number) {
  const account: StripeAccount = createAccount(() => Math.floor(now() / 1_000));
  const asked: Asked[] = [];
  const kept = new Map<string, { request: string; answer: Answer }>();
  let isAway = false;
  /** Called with each request before it is answered. */
  let pause: (request: Asked) => Promise<void> = async () => {};

  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const one = await readRequest(request);
      asked.push(one);
      if (isAway) return new Response("no", { status: 500 });
      if (request.headers.get("authorization") !== `Bearer ${SECRET_KEY}`) {
        const message = `Invalid API Key provided: ${request.headers.get("authorization")?.slice(7)}`;
        return refusal(401, { message });
      }
      const answer = once(one);
      await pause(one);
      return Response.json(answer.body, { status: answer.status });
    },
  });

  /** A key's first answer is given again; with another request it is an error, as at Stripe. */
  function once(one: Asked): Answer {
    const key = one.method === "POST" ? one.idempotencyKey : null;
    const request = `${one.path} ${JSON.stringify(one.params)}`;
    const before = key === null ? undefined : kept.get(key);
    if (before) {
      if (before.request === request) return before.answer;
      return {
        status: 400,
        body: { error: { type: "idempotency_error", message: "Keys for idempotent requests" } },
      };
    }
    const answer = structuredClone(answerStripe(account, one));
    if (key !== null && answer.status < 400) kept.set(key, { request, answer });
    return answer;
  }

  return {
    ...account,
    url: `http://127.0.0.1:${server.port}`,
    /** What was asked, in order. */
    asked,
    /** What was asked to be changed, as `POST /v1/customers`. */
    changes: () =>
      asked.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`),
    goAway: (next: boolean) => {
      isAway = next;
    },
    /** Holds answers back, once they are made. */
    pauseAnswers: (next: typeof pause) => {
      pause = next;
    },
    stop: () => server.stop(true),
  };
}

/** The event as Stripe would post it, signed at `atMs`. */
export async function signed(
  event: object,
  atMs: number,
  secret = WEBHOOK_SECRET,
): Promise<{ body: string; headers: Record<string, string> }> {
  const body = JSON.stringify(event);
  const timestamp = Math.floor(atMs / 1_000);
  const header = await new Stripe("sk_test_unused").webhooks.generateTestHeaderStringAsync({
    ...{ payload: body, secret, timestamp },
  });
  return { body, headers: { "Stripe-Signature": header, "Content-Type": "application/json; charset=utf-8" } };
}

function refusal(status: number, error: object): Response {
  return Response.json({ error: { type: "invalid_request_error", ...error } }, { status });
}

async function readRequest(request: Request): Promise<Asked> {
  const url = new URL(request.url);
  const text = request.method === "GET" ? url.search.slice(1) : await request.text();
  return {
    method: request.method,
    path: url.pathname,
    params: Object.fromEntries(new URLSearchParams(text)),
    idempotencyKey: request.headers.get("idempotency-key"),
  };
}

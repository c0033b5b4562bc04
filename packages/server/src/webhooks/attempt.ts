import type { FetchPublic } from "../adapters/web/fetch-public.ts";
import { explain, type FetchOutcome } from "../adapters/web/outcome.ts";
import type { Ctx } from "../core/ctx.ts";
import type { FullDelivery } from "../db/webhook-deliveries.ts";
import type { WebhookRow } from "../db/webhooks.ts";
import type { Seal } from "../lib/seal.ts";
import { SECOND_MS } from "../lib/time.ts";
import { readRetryAfter } from "./schedule.ts";
import type { Attempt } from "./settle.ts";
import { signatureHeaders } from "./sign.ts";
import { actorOf, isVisible, visibleTo } from "./visible.ts";

export const ATTEMPT_TIMEOUT_MS = 15 * SECOND_MS;
const RESPONSE_BYTES = 1_024;

type Sending = { ctx: Ctx; seal: Seal; fetchPublic: FetchPublic };

/** Posts a delivery once, if the webhook may still be told of it, and says how that went. It changes nothing. */
export async function attemptDelivery(
  { ctx, seal, fetchPublic }: Sending,
  webhook: WebhookRow,
  delivery: FullDelivery,
): Promise<Attempt> {
  const at = ctx.now();
  const visible = await visibleTo(ctx.db, actorOf(webhook));
  const event = { type: delivery.event_type, folderId: delivery.folder_id };
  if (!isVisible(visible, event)) {
    const error = "Whoever set up the webhook may not see this any more";
    return { at, status: null, durationMs: 0, response: null, error, retryAfterMs: null, isFinal: true };
  }
  const body = delivery.payload;
  const signature = signatureHeaders(seal, webhook, { id: delivery.event_id, body, now: at });
  const start = performance.now();
  const outcome = await fetchPublic(webhook.url, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json", ...signature },
    timeoutMs: ATTEMPT_TIMEOUT_MS,
    maxBodyBytes: RESPONSE_BYTES,
  });
  return { at, durationMs: Math.round(performance.now() - start), ...resultOf(outcome, ctx.now()) };
}

function resultOf(outcome: FetchOutcome, now: number): Omit<Attempt, "at" | "durationMs"> {
  if (outcome.kind !== "answer") {
    const error = `The address ${explain(outcome)}`;
    return { status: null, response: null, error, retryAfterMs: null };
  }
  const { status, headers, body } = outcome;
  return {
    status,
    response: readable(body),
    error: errorOf(status),
    retryAfterMs: readRetryAfter(headers.get("Retry-After"), now),
  };
}

function errorOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  const isRedirect = status >= 300 && status < 400;
  return isRedirect ? `Answered ${status}; redirects are not followed` : `Answered ${status}`;
}

/** Whatever was answered, as text that every database takes. */
function readable(body: Uint8Array): string {
  return new TextDecoder().decode(body).replaceAll("\0", "\ufffd");
}

import { Webhook } from "standardwebhooks";
import type { WebhookRow } from "../db/webhooks.ts";
import type { Seal } from "../lib/seal.ts";

/** The headers that say who sends the body, by the specification of Standard Webhooks; while a rotation lasts, with both secrets. */
export function signatureHeaders(
  seal: Seal,
  webhook: Pick<WebhookRow, "id" | "secret" | "previous_secret" | "previous_until">,
  message: { id: string; body: string; now: number },
): Record<string, string> {
  const { id, body, now } = message;
  const isOverlap = webhook.previous_until !== null && webhook.previous_until > now;
  const sealed = [webhook.secret, ...(isOverlap && webhook.previous_secret ? [webhook.previous_secret] : [])];
  const signatures = sealed.map((each) =>
    new Webhook(seal.open(each, webhook.id)).sign(id, new Date(now), body),
  );
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now / 1_000)),
    "webhook-signature": signatures.join(" "),
  };
}

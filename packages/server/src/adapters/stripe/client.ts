import Stripe from "stripe";
import type { StripeConfig } from "../../config.ts";

/** Whoever clicked waits for it, and Stripe itself waits for our answer to its events. */
const TIMEOUT_MS = 8_000;

/** The way to Stripe, or to what `url` stands in for it. Asks nothing by itself. */
export function createClient({ secretKey, url }: Pick<StripeConfig, "secretKey" | "url">): Stripe {
  const { hostname, port, protocol } = new URL(url);
  const isHttps = protocol === "https:";
  return new Stripe(secretKey, {
    host: hostname,
    port: port || (isHttps ? 443 : 80),
    protocol: isHttps ? "https" : "http",
    httpClient: Stripe.createFetchHttpClient(),
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 1,
    telemetry: false,
    appInfo: { name: "Visoli" },
  });
}

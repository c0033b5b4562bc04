import { randomBytes } from "node:crypto";
import { randomText } from "@visoli/contract/base62";
import type { Ctx } from "../core/ctx.ts";
import { serviceSecret } from "../db/secrets.ts";
import { createSeal, type Seal } from "../lib/seal.ts";

const SECRET_BYTES = 32;

/** A new secret, as the specification of Standard Webhooks has them. */
export function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/** What secrets of webhooks are kept under: each for its webhook's id. Every node has the same. */
export async function openWebhookSeal({ db }: Pick<Ctx, "db">): Promise<Seal> {
  return createSeal(await serviceSecret(db, "webhooks", randomText(43)), "webhook secrets");
}

import type { Ctx } from "../core/ctx.ts";
import { forgetIdempotencyKeys } from "../db/idempotency.ts";
import { DAY_MS } from "../lib/time.ts";

/** Drops what is kept for a time only: Idempotency-Keys after 24 hours. */
export async function clean(ctx: Ctx): Promise<void> {
  await forgetIdempotencyKeys(ctx.db, ctx.now() - DAY_MS);
}

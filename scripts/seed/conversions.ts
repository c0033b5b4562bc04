import { ConversionCreateSchema } from "@visoli/contract/conversion";
import { createConversion } from "../../packages/server/src/conversions/create.ts";
import type { Actor } from "../../packages/server/src/core/actor.ts";
import type { LinkCtx } from "../../packages/server/src/core/ctx.ts";
import { createRandom } from "./random.ts";

/** A click that something came of. */
export type Fruitful = { clickId: string; at: number };

const MINUTE_MS = 60_000;
const PRICES = ["49.00", "79.00", "129.00", "189.50", "249.00", "399.00"];

/** What came of those clicks: leads, and sales of travels. Their clicks must be in the click store. */
export async function makeConversions(
  ctx: LinkCtx,
  actor: Actor,
  clicks: readonly Fruitful[],
): Promise<void> {
  const random = createRandom(23);
  for (const [index, { clickId, at }] of clicks.entries()) {
    const isSale = random.next() < 0.4;
    const input = ConversionCreateSchema.parse({
      ...{
        clickId,
        type: isSale ? "sale" : "lead",
        externalId: `${isSale ? "booking" : "lead"}-${index + 1}`,
      },
      ...(isSale && { value: random.pick(PRICES), currency: "EUR" }),
      occurredAt: new Date(Math.min(at + random.below(40 * MINUTE_MS), ctx.now())).toISOString(),
    });
    await createConversion(ctx, actor, input);
  }
}

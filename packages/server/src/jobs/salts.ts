import { newSalt, type Salts } from "../clicks/salts.ts";
import type { Ctx } from "../core/ctx.ts";
import { destroySaltsBefore, saltOfDay } from "../db/salts.ts";
import { DAY_MS, utcDay } from "../lib/time.ts";

/** Tomorrow's salt is fetched this long before midnight, so that the first click of the day finds it. */
const AHEAD_MS = 600_000;

/** Brings today's salt (and tomorrow's, near midnight) into memory, the same on every node, and destroys yesterday's for ever. */
export async function renewSalts(ctx: Ctx, salts: Salts): Promise<void> {
  const now = ctx.now();
  for (const at of new Set([now, now + AHEAD_MS])) {
    const day = Math.floor(at / DAY_MS);
    salts.set(day, await saltOfDay(ctx.db, utcDay(at), newSalt()));
  }
  salts.keepFrom(Math.floor(now / DAY_MS));
  await destroySaltsBefore(ctx.db, ctx.config.database.kind, utcDay(now));
}

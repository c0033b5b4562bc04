import ipaddr from "ipaddr.js";
import { RateLimiterMemory } from "rate-limiter-flexible";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
/** Wrong passwords of one visitor for one link before the first delay, and how long that is. */
const FREE_ATTEMPTS = 5;
const FIRST_DELAY_S = 15 * MINUTE_S;
/** Wrong passwords for one link in an hour, wherever they come from. */
const MAX_OF_LINK = 100;

/** Counts wrong passwords. In the memory of this process only: addresses are written nowhere. */
export type PasswordAttempts = {
  /** Counts an attempt as a wrong one, before anybody knows: many at once are as many as one after the other. 0, or how long to wait. */
  begin(linkId: string, address: string): Promise<number>;
  /** It was the right password. */
  forgive(linkId: string, address: string): Promise<void>;
};

/** Five wrong ones are free; then 15 minutes of waiting, after five more 30, and so on up to a day. */
export function createPasswordAttempts(): PasswordAttempts {
  const ofVisitor = new RateLimiterMemory({ points: FREE_ATTEMPTS, duration: FIRST_DELAY_S });
  const delaysOfVisitor = new RateLimiterMemory({ points: 1, duration: 2 * DAY_S });
  const ofLink = new RateLimiterMemory({ points: MAX_OF_LINK, duration: HOUR_S });

  return {
    async begin(linkId, address) {
      const visitor = `${linkId} ${networkOf(address)}`;
      // Counted first and looked at then, without a gap between.
      const own = await ofVisitor.penalty(visitor);
      if (own.consumedPoints > FREE_ATTEMPTS) return secondsOf(own);
      const all = await ofLink.penalty(linkId);
      if (all.consumedPoints > MAX_OF_LINK) {
        await (own.consumedPoints > 1 ? ofVisitor.reward(visitor) : ofVisitor.delete(visitor));
        return secondsOf(all);
      }
      if (own.consumedPoints === FREE_ATTEMPTS) {
        const { consumedPoints: delays } = await delaysOfVisitor.penalty(visitor);
        await delaysOfVisitor.set(visitor, delays, 2 * DAY_S);
        await ofVisitor.set(visitor, FREE_ATTEMPTS, Math.min(DAY_S, FIRST_DELAY_S * 2 ** (delays - 1)));
      }
      return 0;
    },
    async forgive(linkId, address) {
      const visitor = `${linkId} ${networkOf(address)}`;
      await ofLink.reward(linkId);
      await ofVisitor.delete(visitor);
      await delaysOfVisitor.delete(visitor);
    },
  };
}

function secondsOf({ msBeforeNext }: { msBeforeNext: number }): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}

/** Who has one IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return ipaddr.IPv6.parse(address).parts.slice(0, 4).join(":");
}

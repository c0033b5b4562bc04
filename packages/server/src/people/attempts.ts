import type { Windows } from "../adapters/limits/windows.ts";
import { problem } from "../core/errors.ts";
import { createGrowingDelay } from "../core/growing-delay.ts";
import { hiddenAddress } from "../core/limits.ts";
import { sha256 } from "../lib/hash.ts";

/** Behind one address may be a whole office. */
const OF_ADDRESS = { free: 60, firstS: 1, mostS: 900, forgetS: 3_600 };
/** Short enough that nobody is kept out by others who guess. */
const OF_ACCOUNT = { free: 5, firstS: 1, mostS: 300, forgetS: 86_400 };

/** How often somebody has tried to prove who they are, by network and by account: each further try waits twice as long. */
export type Attempts = {
  /** Counts one more, before it is tried. Without an address, or an account, only by the other. @throws request.rate_limited */
  take(address: string, account: string | null): Promise<void>;
  /** It was right: the account begins anew. */
  forgive(account: string): Promise<void>;
};

/** `secret` keeps addresses from being read out of where they are counted. */
export function createAttempts(windows: Windows, secret: string): Attempts {
  const ofAddress = createGrowingDelay(OF_ADDRESS, { name: "people:address", windows });
  const ofAccount = createGrowingDelay(OF_ACCOUNT, { name: "people:account", windows });
  const nameOf = (account: string) => sha256(`${secret} ${account}`);
  return {
    async take(address, account) {
      const byAddress = address === "" ? 0 : await ofAddress.take(hiddenAddress(address, secret));
      const seconds = byAddress || (account === null ? 0 : await ofAccount.take(nameOf(account)));
      if (seconds === 0) return;
      const detail = `Too many tries; again in ${seconds} s`;
      throw problem("request.rate_limited", detail, undefined, { retryAfterS: seconds });
    },
    forgive: (account) => ofAccount.clear(nameOf(account)),
  };
}

import { click } from "./client.ts";

export type Load = {
  /** Names of the clicks that were answered with a 302 to the right place. */
  answered: Set<string>;
  /** Names of all clicks that were begun. */
  sent: Set<string>;
  /** Answers that were not as they must be. */
  wrong: string[];
  /** Lets no other request begin and waits for those in flight. */
  stop(): Promise<void>;
};

/**
 * Follows a link again and again over kept-alive connections, each click under a name of its own: as utm_content, and as the
 * host of the referrer, which the single clicks of the drop-in call tell again. Goes on until `stop`, or until nobody answers.
 */
export function startLoad(shortUrl: string, location: string, prefix: string, inFlight = 32): Load {
  const answered = new Set<string>();
  const sent = new Set<string>();
  const wrong: string[] = [];
  let stopped = false;
  let count = 0;

  async function work(): Promise<void> {
    while (!stopped) {
      const name = `${prefix}-${String(count++).padStart(6, "0")}`;
      sent.add(name);
      try {
        const response = await click(`${shortUrl}?utm_content=${name}`, {
          Referer: `https://${name}.example/`,
        });
        const isRight = response.status === 302 && response.headers.get("location") === location;
        if (isRight) answered.add(name);
        else wrong.push(`${name}: ${response.status} ${response.headers.get("location")}`);
        await response.arrayBuffer();
      } catch {
        // Nobody answers any more: this click may count or not, and no other is begun.
        return;
      }
    }
  }

  const workers = Array.from({ length: inFlight }, work);
  const stop = async () => {
    stopped = true;
    await Promise.all(workers);
  };
  return { answered, sent, wrong, stop };
}

export type Verdict = { lost: string[]; twice: string[]; unknown: string[] };

/** Compares the names in the ledger, one for each click, with those that were answered and sent. */
export function judge(ledger: string[], answered: ReadonlySet<string>, sent: ReadonlySet<string>): Verdict {
  const counts = new Map<string, number>();
  for (const name of ledger) counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    lost: [...answered].filter((name) => !counts.has(name)),
    twice: [...counts].filter(([, times]) => times > 1).map(([name]) => name),
    unknown: [...counts.keys()].filter((name) => !sent.has(name)),
  };
}

export const FLAWLESS: Verdict = { lost: [], twice: [], unknown: [] };

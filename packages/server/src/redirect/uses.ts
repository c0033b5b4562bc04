import type { WantedUses } from "../db/uses.ts";

/** The uses of links that lead on only so many times (`maxClicks`). */
export type Uses = {
  /** Takes one use. Resolves to false where none is left; once it is true, the use is on the disk. @throws where the database is away */
  take(linkId: string, limit: number): Promise<boolean>;
  /** Whether one is left, without taking it. @throws where the database is away */
  isLeft(linkId: string, limit: number): Promise<boolean>;
};

type TakeUses = (wanted: ReadonlyMap<string, WantedUses>) => Promise<Map<string, number>>;
type Line = { limit: number; waiting: PromiseWithResolvers<boolean>[] };

/** One transaction for all who ask in an event-loop turn, or while the transaction before is under way; first come, first served. */
export function createUses(takeUses: TakeUses, countUses: (linkId: string) => Promise<number>): Uses {
  let lines = new Map<string, Line>();
  let isBusy = false;

  async function run(): Promise<void> {
    const batch = lines;
    lines = new Map();
    await settle(takeUses, batch);
    if (lines.size > 0) setImmediate(run);
    else isBusy = false;
  }

  return {
    take(linkId, limit) {
      const line = lines.get(linkId) ?? { limit, waiting: [] };
      // One of two who know different limits knows an old one.
      line.limit = Math.min(line.limit, limit);
      const turn = Promise.withResolvers<boolean>();
      line.waiting.push(turn);
      lines.set(linkId, line);
      if (!isBusy) {
        isBusy = true;
        setImmediate(run);
      }
      return turn.promise;
    },
    isLeft: async (linkId, limit) => (await countUses(linkId)) < limit,
  };
}

async function settle(takeUses: TakeUses, batch: Map<string, Line>): Promise<void> {
  try {
    const wanted = [...batch].map(
      ([id, { limit, waiting }]) => [id, { limit, count: waiting.length }] as const,
    );
    const granted = await takeUses(new Map(wanted));
    for (const [id, { waiting }] of batch)
      for (const [index, turn] of waiting.entries()) turn.resolve(index < (granted.get(id) ?? 0));
  } catch (error) {
    for (const { waiting } of batch.values()) for (const turn of waiting) turn.reject(error);
  }
}

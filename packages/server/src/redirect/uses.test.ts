import { describe, expect, test } from "bun:test";
import { createUses } from "./uses.ts";

/** A database whose transactions end when they are told to. */
function store(limitOf: (id: string) => number = () => 1_000) {
  const batches: { wanted: [string, { limit: number; count: number }][]; end(fails?: boolean): void }[] = [];
  const uses = createUses(
    (wanted) =>
      new Promise((resolve, reject) => {
        const granted = new Map([...wanted].map(([id, { count }]) => [id, Math.min(count, limitOf(id))]));
        const end = (fails = false) => (fails ? reject(new Error("away")) : resolve(granted));
        batches.push({ wanted: [...wanted], end });
      }),
    async () => 3,
  );
  return { uses, batches };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("uses", () => {
  test("of one event-loop turn go into one transaction, first come first served", async () => {
    const { uses, batches } = store((id) => (id === "a" ? 2 : 1_000));
    const answers = ["a", "b", "a", "a"].map((id) => uses.take(id, 9));
    await turn();
    expect(batches.map(({ wanted }) => wanted)).toEqual([
      [
        ["a", { limit: 9, count: 3 }],
        ["b", { limit: 9, count: 1 }],
      ],
    ]);
    batches[0]?.end();
    expect(await Promise.all(answers)).toEqual([true, true, true, false]);
  });

  test("that come during a transaction wait for the next one, all together", async () => {
    const { uses, batches } = store();
    const first = uses.take("a", 9);
    await turn();
    const others = [uses.take("a", 9), uses.take("a", 9)];
    await turn();
    others.push(uses.take("b", 9));
    expect(batches).toHaveLength(1);
    batches[0]?.end();
    expect(await first).toBe(true);
    await turn();
    await turn();
    expect(batches).toHaveLength(2);
    batches[1]?.end();
    expect(await Promise.all(others)).toEqual([true, true, true]);
    const later = uses.take("a", 9);
    await turn();
    batches[2]?.end();
    expect(await later).toBe(true);
  });

  test("of two limits the lower one holds", async () => {
    const { uses, batches } = store();
    void uses.take("a", 9);
    void uses.take("a", 5);
    await turn();
    expect(batches[0]?.wanted).toEqual([["a", { limit: 5, count: 2 }]]);
  });

  test("a transaction that fails is the failure of those in it, and of nobody after", async () => {
    const { uses, batches } = store();
    const [one, two] = [uses.take("a", 9), uses.take("b", 9)];
    await turn();
    batches[0]?.end(true);
    expect((await Promise.allSettled([one, two])).map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
    ]);
    const next = uses.take("a", 9);
    await turn();
    batches[1]?.end();
    expect(await next).toBe(true);
  });

  test("are left below the limit", async () => {
    const { uses } = store();
    expect([await uses.isLeft("a", 4), await uses.isLeft("a", 3)]).toEqual([true, false]);
  });
});

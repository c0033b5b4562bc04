import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { countUses, takeUses, type WantedUses } from "./uses.ts";

forEachDatabase("takeUses", (world) => {
  const take = (wanted: Record<string, WantedUses>) =>
    takeUses(world().ctx.db, world().ctx.config.database.kind, new Map(Object.entries(wanted)));
  let links = 0;
  const newId = () => `lnk_${links++}_${process.pid}`;

  test("grants what is left, and nothing more", async () => {
    const id = newId();
    expect(await countUses(world().ctx.db, id)).toBe(0);
    expect(await take({ [id]: { limit: 5, count: 3 } })).toEqual(new Map([[id, 3]]));
    expect(await take({ [id]: { limit: 5, count: 3 } })).toEqual(new Map([[id, 2]]));
    expect(await take({ [id]: { limit: 5, count: 3 } })).toEqual(new Map([[id, 0]]));
    expect(await countUses(world().ctx.db, id)).toBe(5);
  });

  test("links are apart", async () => {
    const [one, other] = [newId(), newId()];
    const wanted = { [other]: { limit: 1, count: 2 }, [one]: { limit: 9, count: 2 } };
    expect(Object.fromEntries(await take(wanted))).toEqual({ [one]: 2, [other]: 1 });
    expect(Object.fromEntries(await take(wanted))).toEqual({ [one]: 2, [other]: 0 });
  });

  test("a limit below what was used grants nothing, and a higher one the rest", async () => {
    const id = newId();
    await take({ [id]: { limit: 10, count: 7 } });
    expect((await take({ [id]: { limit: 3, count: 1 } })).get(id)).toBe(0);
    expect((await take({ [id]: { limit: 9, count: 5 } })).get(id)).toBe(2);
    expect(await countUses(world().ctx.db, id)).toBe(9);
  });

  test("many at once, in any order of links, take just the limit of each", async () => {
    const ids = Array.from({ length: 5 }, newId);
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const shuffled = index % 2 === 0 ? ids : ids.toReversed();
        return take(Object.fromEntries(shuffled.map((id) => [id, { limit: 30, count: 1 }])));
      }),
    );
    for (const id of ids) {
      expect(all.reduce((sum, granted) => sum + (granted.get(id) ?? 0), 0)).toBe(30);
      expect(await countUses(world().ctx.db, id)).toBe(30);
    }
  });
});

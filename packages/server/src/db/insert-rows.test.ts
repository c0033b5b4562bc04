import { expect, test } from "bun:test";
import fc from "fast-check";
import { sql } from "kysely";
import { forEachDatabase } from "../../../../test/context.ts";
import { type Columns, insertRows } from "./insert-rows.ts";

const COLUMNS: Columns = { name: "text", number: "bigint", flag: "integer" };

forEachDatabase("insertRows", (world) => {
  const insert = (rows: object[], suffix?: string) =>
    insertRows(world().ctx.db, world().ctx.config.database.kind, "scratch", COLUMNS, rows, suffix);
  const read = async () =>
    (await sql`select name, number, flag from scratch order by flag`.execute(world().ctx.db)).rows;
  const empty = async () => {
    await sql`drop table if exists scratch`.execute(world().ctx.db);
    await sql`create table scratch (name text, number bigint, flag integer primary key)`.execute(
      world().ctx.db,
    );
  };

  test("writes any text and number as it is, null for what is missing, and knows no other member", async () => {
    await empty();
    const text = fc
      .string({ unit: "grapheme", maxLength: 40 })
      .filter((each) => each.isWellFormed() && !each.includes("\0"));
    const odd = fc.constantFrom(
      "",
      "'",
      '"',
      "\\",
      "null",
      "1",
      "true",
      "{}",
      "$.name",
      "a\nb\tc",
      "\u2028😀",
      "1e5",
      "0x1",
    );
    const row = fc.record({
      name: fc.option(fc.oneof(text, odd)),
      number: fc.option(fc.integer({ min: -(2 ** 52), max: 2 ** 52 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
        await sql`delete from scratch`.execute(world().ctx.db);
        const numbered = rows.map((each, flag) => ({ ...each, flag }));
        expect(await insert(numbered.map((each) => ({ ...each, other: "x" })))).toBe(rows.length);
        expect(await read()).toEqual(numbered);
      }),
      { numRuns: 40 },
    );
  });

  test("any number of rows is written, none and a thousand", async () => {
    await empty();
    expect(await insert([])).toBe(0);
    const many = Array.from({ length: 1_000 }, (_, flag) => ({ name: `${flag}`, number: flag, flag }));
    expect(await insert(many)).toBe(1_000);
    expect(await read()).toHaveLength(1_000);
    expect(await insert([{ flag: 5 }, { flag: 1_000 }], "on conflict do nothing")).toBe(1);
    expect((await read()).at(-1)).toEqual({ name: null, number: null, flag: 1_000 });
  });
});

import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import pg from "pg";
import { createDatabase, forEachDatabase, openBase } from "../../../../test/context.ts";
import { postgresUrl } from "../../../../test/engines.ts";
import { isDatabaseUnavailable } from "./unavailable.ts";

/** What the work fails with. */
async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

forEachDatabase("isDatabaseUnavailable", (world) => {
  test("a fault of ours, or of the data, is not the database being away", async () => {
    const { db } = world().ctx;
    const faults = [sql`select * from nothing`, sql`selct 1`, sql`insert into tags (id) values ('x')`];
    for (const statement of faults)
      expect(isDatabaseUnavailable(await failureOf(statement.execute(db)))).toBe(false);
    for (const other of [undefined, null, "ECONNREFUSED", new Error("no"), new TypeError("x is undefined")]) {
      expect(isDatabaseUnavailable(other)).toBe(false);
    }
  });
});

describe("a full SQLite file", () => {
  test("is the database being away, also when it happens within a transaction", async () => {
    const base = await openBase();
    const { db } = base.ctx;
    const big = { day: "2027-01-01", salt: "x".repeat(1_000_000) };
    await sql`pragma max_page_count = 60`.execute(db);
    const alone = await failureOf(db.insertInto("visitor_salts").values(big).execute());
    const within = await failureOf(
      db.transaction().execute(async (trx) => {
        await trx.insertInto("visitor_salts").values({ day: "2027-01-02", salt: "small" }).execute();
        await trx.insertInto("visitor_salts").values(big).execute();
      }),
    );
    expect([alone, within].map(isDatabaseUnavailable)).toEqual([true, true]);
    await sql`pragma max_page_count = 100000`.execute(db);
    await db.insertInto("visitor_salts").values(big).execute();
    expect(await db.selectFrom("visitor_salts").select("day").execute()).toEqual([{ day: "2027-01-01" }]);
    await base.close();
  });
});

describe.skipIf(!postgresUrl)("a PostgreSQL connection", () => {
  test("that nobody answers is the database being away", async () => {
    const client = new pg.Client("postgres://postgres@127.0.0.1:1/none");
    client.on("error", () => {});
    expect(isDatabaseUnavailable(await failureOf(client.connect()))).toBe(true);
  });

  test("that is cut is the database being away: before, within and after a query of a transaction", async () => {
    const base = await openBase(await createDatabase());
    const { db } = base.ctx;
    const cut = async (trx: typeof db) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db);
    };
    const between = db.transaction().execute(async (trx) => {
      await cut(trx);
      await Bun.sleep(50);
      await sql`select 1`.execute(trx);
    });
    const within = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await Promise.all([
        sql`select pg_sleep(5)`.execute(trx),
        sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db),
      ]);
    });
    const atCommit = db.transaction().execute(cut);
    for (const error of await Promise.all([between, within, atCommit].map(failureOf))) {
      expect([String(error), isDatabaseUnavailable(error)]).toEqual([String(error), true]);
    }
    await base.database.ping();
    await base.close();
  });

  test("that loses a deadlock may ask again, so it is the database being away", async () => {
    const base = await openBase(await createDatabase());
    const { db } = base.ctx;
    for (const day of ["a", "b"]) await db.insertInto("visitor_salts").values({ day, salt: "0" }).execute();
    const bothHold = Promise.withResolvers<void>();
    let holding = 0;
    const lockBoth = (first: string, second: string) =>
      db.transaction().execute(async (trx) => {
        await trx.updateTable("visitor_salts").set({ salt: "1" }).where("day", "=", first).execute();
        if (++holding === 2) bothHold.resolve();
        await bothHold.promise;
        await trx.updateTable("visitor_salts").set({ salt: "1" }).where("day", "=", second).execute();
      });
    const errors = (await Promise.all([lockBoth("a", "b"), lockBoth("b", "a")].map(failureOf))).filter(
      Boolean,
    );
    expect(errors).toHaveLength(1);
    expect(isDatabaseUnavailable(errors[0])).toBe(true);
    await base.close();
  });
});

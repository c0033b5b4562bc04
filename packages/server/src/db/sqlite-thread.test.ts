import { expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { Kysely, sql } from "kysely";
import { temporaryFolder } from "../../../../test/engines.ts";
import { openSqlite, sqliteDialect } from "./sqlite.ts";
import { openSqliteThread } from "./sqlite-thread.ts";

type Scratch = { scratch: { id: number; text: string | null } };

/** The same file, opened in our own thread and in the other. */
async function open() {
  const file = join(temporaryFolder(), "scratch.db");
  const here = new Kysely<Scratch>({ dialect: sqliteDialect(openSqlite(file)) });
  const { dialect, checkpoint } = openSqliteThread(file);
  const there = new Kysely<Scratch>({ dialect });
  await sql`create table scratch (id integer primary key, text text unique)`.execute(here);
  const ids = async () => (await here.selectFrom("scratch").select("id").execute()).map(({ id }) => id);
  const close = () => Promise.all([here.destroy(), there.destroy()]);
  return { here, there, ids, close, checkpoint, file };
}

test("a transaction in the thread is there after its commit, for everybody, and whole", async () => {
  const { there, ids, close } = await open();
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = there.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto("scratch")
      .values([
        { id: 1, text: "ü 😀 ' \u2028" },
        { id: 2, text: null },
      ])
      .executeTakeFirstOrThrow();
    expect(numInsertedOrUpdatedRows).toBe(2n);
    await promise;
    return trx.selectFrom("scratch").selectAll().execute();
  });
  await Bun.sleep(20);
  expect(await ids()).toEqual([]);
  resolve();
  expect(await done).toEqual([
    { id: 1, text: "ü 😀 ' \u2028" },
    { id: 2, text: null },
  ]);
  expect(await ids()).toEqual([1, 2]);
  await close();
});

test("what fails there is thrown here by its code, and nothing of the transaction stays", async () => {
  const { there, ids, close } = await open();
  const twice = there.transaction().execute(async (trx) => {
    await trx.insertInto("scratch").values({ id: 1, text: "a" }).execute();
    await trx.insertInto("scratch").values({ id: 2, text: "a" }).execute();
  });
  await expect(twice).rejects.toMatchObject({
    code: "SQLITE_CONSTRAINT_UNIQUE",
    message: expect.stringContaining("scratch.text"),
  });
  const thrown = there.transaction().execute(async (trx) => {
    await trx.insertInto("scratch").values({ id: 3, text: "c" }).execute();
    throw new Error("changed my mind");
  });
  await expect(thrown).rejects.toThrow("changed my mind");
  expect(await ids()).toEqual([]);
  await there
    .transaction()
    .execute((trx) => trx.insertInto("scratch").values({ id: 4, text: "d" }).execute());
  expect(await ids()).toEqual([4]);
  await close();
});

test("a statement whose transaction has gone is refused, not done by itself", async () => {
  const { there, ids, close } = await open();
  const lost = there.transaction().execute(async (trx) => {
    await sql`rollback`.execute(trx);
    await trx.insertInto("scratch").values({ id: 1, text: "a" }).execute();
  });
  await expect(lost).rejects.toThrow(/no transaction|terminated/);
  expect(await ids()).toEqual([]);
  await close();
});

test("closing one that was never asked starts nothing, and one that was asked can be closed", async () => {
  const first = await open();
  await first.close();
  const second = await open();
  await sql`select 1`.execute(second.there);
  await second.close();
});

test("a checkpoint moves a long log into the file, a short one stays, and in a transaction it waits", async () => {
  const { here, there, ids, close, checkpoint, file } = await open();
  const text = (id: number) => `${id} `.padEnd(100_000, "x");
  const sizeOfFile = () => statSync(file).size;
  const before = sizeOfFile();
  await here.insertInto("scratch").values({ id: 0, text: "short" }).execute();
  await checkpoint();
  expect(sizeOfFile()).toBe(before);
  for (let id = 1; id <= 60; id++)
    await here
      .insertInto("scratch")
      .values({ id, text: text(id) })
      .execute();
  await there.transaction().execute(async (trx) => {
    await trx.insertInto("scratch").values({ id: 61, text: "last" }).execute();
    await checkpoint();
    expect(sizeOfFile()).toBe(before);
  });
  await checkpoint();
  expect(sizeOfFile()).toBeGreaterThan(6_000_000);
  expect(await ids()).toHaveLength(62);
  await close();
});

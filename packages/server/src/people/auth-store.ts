import { type CleanedWhere, type CustomAdapter, createAdapterFactory } from "better-auth/adapters";
import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from "kysely";
import type { Db } from "../db/schema.ts";
import { hideToken, showToken } from "./session-token.ts";

/** Tables and columns come from the library's own model of them (`auth-tables.ts`), never from a request. */
type LooseDb = Kysely<Record<string, Record<string, unknown>>>;
type Row = Record<string, unknown>;
type Builder = ExpressionBuilder<Record<string, Record<string, unknown>>, string>;

/** What is not kept: addresses, and what would let us act for people elsewhere. */
const NOT_KEPT = new Set([
  ...["accessToken", "refreshToken", "idToken", "accessTokenExpiresAt", "refreshTokenExpiresAt"],
]);

/**
 * Our tables as better-auth wants them: times are milliseconds, truth is 1, a session's token is kept as its hash. Each call is one
 * statement: no transaction is held while a password is hashed.
 */
export function authStore(db: Db) {
  const loose = db as unknown as LooseDb;
  return createAdapterFactory({
    config: {
      adapterId: "visoli",
      supportsBooleans: false,
      supportsJSON: false,
      supportsDates: true,
      supportsNumericIds: false,
      transaction: false,
      customTransformInput: ({ data }) => (data instanceof Date ? data.getTime() : data),
      customTransformOutput: ({ data, fieldAttributes }) =>
        fieldAttributes.type === "date" && typeof data === "number" ? new Date(data) : data,
    },
    adapter: ({ getFieldName }) =>
      ({ ...reads(loose, getFieldName), ...writes(loose) }) as unknown as CustomAdapter,
  });
}

type Asked = { model: string; where?: CleanedWhere[] };
type ColumnOf = (of: { model: string; field: string }) => string;

function reads(db: LooseDb, columnOf: ColumnOf) {
  return {
    findOne: (asked: Asked) => findOne(db, asked),
    async findMany(asked: Asked & { limit: number; sortBy?: SortBy; offset?: number }) {
      const { model, where, limit, sortBy, offset = 0 } = asked;
      // Of all names this one comes as the library's own.
      const column = sortBy && columnOf({ model, field: sortBy.field });
      const rows = await db
        .selectFrom(model)
        .selectAll()
        .where(condition(where))
        .$if(column !== undefined, (query) => query.orderBy(column ?? "id", sortBy?.direction))
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map((row) => showToken(row, where));
    },
    async count({ model, where }: Asked) {
      const counted = db.selectFrom(model).select(sql<number>`count(*)`.as("n")).where(condition(where));
      return Number((await counted.executeTakeFirstOrThrow()).n);
    },
  };
}

type SortBy = { field: string; direction: "asc" | "desc" };

async function findOne(db: LooseDb, { model, where }: Asked): Promise<Row | null> {
  const row = await db.selectFrom(model).selectAll().where(condition(where)).limit(1).executeTakeFirst();
  return showToken(row ?? null, where);
}

function writes(db: LooseDb) {
  const one = (model: string, where: CleanedWhere[] | undefined) =>
    db.selectFrom(model).select("id").where(condition(where)).limit(1);
  return {
    async create({ model, data }: { model: string; data: Row }) {
      const inserted = await db.insertInto(model).values(kept(data)).returningAll().executeTakeFirstOrThrow();
      return data.token_hash ? { ...inserted, token_hash: data.token_hash } : inserted;
    },
    async update({ model, where, update }: Asked & { update: Row }) {
      const set = kept(update);
      if (Object.keys(set).length === 0) return findOne(db, { model, ...(where && { where }) });
      const changed = db.updateTable(model).set(set).where(condition(where)).returningAll();
      return showToken((await changed.executeTakeFirst()) ?? null, where);
    },
    async updateMany({ model, where, update }: Asked & { update: Row }) {
      const set = kept(update);
      if (Object.keys(set).length === 0) return 0;
      const changed = await db.updateTable(model).set(set).where(condition(where)).executeTakeFirst();
      return Number(changed.numUpdatedRows);
    },
    async delete({ model, where }: Asked) {
      await db.deleteFrom(model).where(condition(where)).execute();
    },
    async deleteMany({ model, where }: Asked) {
      const deleted = await db.deleteFrom(model).where(condition(where)).executeTakeFirst();
      return Number(deleted.numDeletedRows);
    },
    /** Of those that ask at once, one gets it. */
    async consumeOne({ model, where }: Asked) {
      const taken = db
        .deleteFrom(model)
        .where("id", "in", one(model, where))
        .where(condition(where))
        .returningAll();
      return (await taken.executeTakeFirst()) ?? null;
    },
    async incrementOne({
      model,
      where,
      increment,
      set,
    }: Asked & { increment: Record<string, number>; set?: Row }) {
      const sums = Object.entries(increment).map(([column, by]) => [
        column,
        sql`coalesce(${sql.ref(column)}, 0) + ${by}`,
      ]);
      const changes = { ...Object.fromEntries(sums), ...kept(set ?? {}) };
      const changed = db.updateTable(model).set(changes).where("id", "in", one(model, where));
      return (await changed.where(condition(where)).returningAll().executeTakeFirst()) ?? null;
    },
  };
}

function kept(data: Row): Row {
  return Object.fromEntries(
    Object.entries(data)
      .filter(([column]) => !NOT_KEPT.has(column))
      .map(([column, value]) => [column, column === "token_hash" ? hideToken(String(value)) : value]),
  );
}

function condition(where: CleanedWhere[] | undefined) {
  return (builder: Builder): Expression<SqlBool> => {
    const all = (where ?? []).map((one) => ({ ...one, holds: compare(builder, one) }));
    const ands = all.filter((one) => one.connector !== "OR").map((one) => one.holds);
    const ors = all.filter((one) => one.connector === "OR").map((one) => one.holds);
    return builder.and([...ands, ...(ors.length > 0 ? [builder.or(ors)] : [])]);
  };
}

const OPERATORS = { eq: "=", ne: "!=", lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

function compare(builder: Builder, { field, operator, value }: CleanedWhere): Expression<SqlBool> {
  const plain = hidden(field, value);
  if (operator === "in" || operator === "not_in") {
    const list = plain as unknown[];
    if (list.length === 0) return builder.val(operator === "not_in") as Expression<SqlBool>;
    return builder(field, operator === "in" ? "in" : "not in", list);
  }
  if (!(operator in OPERATORS)) throw new Error(`the store of people does not compare by ${operator}`);
  if (plain === null) return builder(field, operator === "ne" ? "is not" : "is", null);
  return builder(field, OPERATORS[operator as keyof typeof OPERATORS], plain);
}

function hidden(field: string, value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (field !== "token_hash") return value;
  return Array.isArray(value) ? value.map((one) => hideToken(String(one))) : hideToken(String(value));
}

import type { Db } from "./schema.ts";

/** The service's secret of that name, the same on every node: the first to ask makes it of `candidate`. */
export async function serviceSecret(db: Db, name: string, candidate: string): Promise<string> {
  const insert = db.insertInto("service_secrets").values({ name, value: candidate });
  await insert.onConflict((conflict) => conflict.doNothing()).execute();
  const query = db.selectFrom("service_secrets").select("value").where("name", "=", name);
  return (await query.executeTakeFirstOrThrow()).value;
}

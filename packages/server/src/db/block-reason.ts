import type { Db } from "./schema.ts";

/** Why the link was blocked, as it was written down; null where nothing was. Redirects do not keep it in memory: few links are. */
export async function blockReason(db: Db, linkId: string): Promise<string | null> {
  const query = db.selectFrom("links").select("block_reason").where("id", "=", linkId);
  return (await query.executeTakeFirst())?.block_reason ?? null;
}

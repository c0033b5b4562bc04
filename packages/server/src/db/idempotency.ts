import type { Db } from "./schema.ts";

/**
 * Claims the key for this transaction: null where it is new, else what the first request asked and was answered.
 * A second request at the same moment waits here for the first one's commit.
 */
export async function claimIdempotencyKey(
  db: Db,
  claim: { workspaceId: string; key: string; requestHash: string; now: number },
): Promise<{ requestHash: string; answer: string } | null> {
  const row = {
    workspace_id: claim.workspaceId,
    key: claim.key,
    request_hash: claim.requestHash,
    answer: "",
    created_at: claim.now,
  };
  const claimed = await db
    .insertInto("idempotency_keys")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("key")
    .executeTakeFirst();
  if (claimed) return null;
  return db
    .selectFrom("idempotency_keys")
    .select(["request_hash as requestHash", "answer"])
    .where("workspace_id", "=", claim.workspaceId)
    .where("key", "=", claim.key)
    .executeTakeFirstOrThrow();
}

export async function keepAnswer(db: Db, workspaceId: string, key: string, answer: string): Promise<void> {
  await db
    .updateTable("idempotency_keys")
    .set({ answer })
    .where("workspace_id", "=", workspaceId)
    .where("key", "=", key)
    .execute();
}

export async function forgetIdempotencyKeys(db: Db, before: number): Promise<void> {
  await db.deleteFrom("idempotency_keys").where("created_at", "<", before).execute();
}

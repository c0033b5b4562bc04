import type { DatabaseKind } from "./insert-rows.ts";
import type { Trx } from "./schema.ts";

/**
 * Waits until no other transaction that asked for its turn in the workspace is under way: two of them that write many rows in another
 * order would wait for each other. SQLite has one writer at a time anyway.
 */
export async function takeTurn(trx: Trx, kind: DatabaseKind, workspaceId: string): Promise<void> {
  const query = trx.selectFrom("workspaces").select("id").where("id", "=", workspaceId);
  // Not what the links' references to the workspace wait for.
  if (kind === "postgres") await query.forNoKeyUpdate().execute();
}

/** Whether the transaction was given up because it and another one waited for each other: the same goes through once it is tried again. */
export function isLostDeadlock(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(40P01|40001)$/.test(String(error.code));
}

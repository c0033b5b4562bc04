import { sha256 } from "../lib/hash.ts";

/** What stands for a token that nobody has but its owner's browser. */
const HASHED = "hashed:";

/** The token as it is kept: its hash. What is hashed already stays so. */
export function hideToken(token: string): string {
  return token.startsWith(HASHED) ? token.slice(HASHED.length) : sha256(token);
}

/** The row with the token it was asked for by, or with what stands for its token. */
export function showToken<Row extends Record<string, unknown> | null>(
  row: Row,
  where: { field: string; value: unknown }[] | undefined,
): Row {
  if (!row || !("token_hash" in row)) return row;
  const asked = where?.find(({ field }) => field === "token_hash")?.value;
  const isIt = typeof asked === "string" && hideToken(asked) === row.token_hash;
  return { ...row, token_hash: isIt ? asked : `${HASHED}${row.token_hash}` };
}

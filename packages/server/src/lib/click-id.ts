import { createHash } from "node:crypto";

/** A click that is not recorded yet: the id that it will have, and the nonce that makes it so. */
export type NewClick = { id: string; nonce: number };
export type NewClickOf = (workspaceId: string, at: number) => NewClick;

/**
 * Ids of clicks before they are recorded, the same as `CLICK_ID_SQL` makes of the row: only who knows the secret can work out one.
 * @param nextNonce what tells clicks of one millisecond apart, shared with the pipeline
 */
export function newClicks(secret: string, nextNonce: (at: number) => number): NewClickOf {
  return (workspaceId, at) => {
    const nonce = nextNonce(at);
    return { id: clickIdOf(secret, { workspaceId, at, nonce }), nonce };
  };
}

export function clickIdOf(
  secret: string,
  { workspaceId, at, nonce }: { workspaceId: string; at: number; nonce: number },
): string {
  const hash = createHash("sha256").update(`${secret}${workspaceId} ${nonce}`).digest("hex");
  return `clk_${at.toString(16).padStart(12, "0")}${hash.slice(0, 12)}`;
}

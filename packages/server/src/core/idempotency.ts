import { claimIdempotencyKey, keepAnswer } from "../db/idempotency.ts";
import type { Trx } from "../db/schema.ts";
import { sha256 } from "../lib/hash.ts";
import { type Actor, ownerOf } from "./actor.ts";
import type { Ctx } from "./ctx.ts";
import { problem } from "./errors.ts";

/** The header's value, and what was asked with it. */
export type Idempotency = { key: string; request: unknown };

/**
 * Does the work once for each Idempotency-Key and answers the same again afterwards, also when two requests arrive at once.
 * Claim, work and answer share the caller's transaction: what fails leaves the key unused.
 * @throws idempotency.mismatch where the key came with another request before
 */
export async function once<Answer>(
  ctx: Ctx,
  trx: Trx,
  actor: Actor,
  idempotency: Idempotency | undefined,
  work: () => Promise<Answer>,
): Promise<{ answer: Answer; replayed: boolean }> {
  if (!idempotency) return { answer: await work(), replayed: false };
  const { workspaceId } = actor;
  const owner = ownerOf(actor);
  // What others were answered is not there for a key of its own links. No header has a line's end in it.
  const key = owner === null ? idempotency.key : `${owner}\n${idempotency.key}`;
  const requestHash = sha256(JSON.stringify(idempotency.request));
  const earlier = await claimIdempotencyKey(trx, {
    workspaceId,
    key,
    requestHash,
    now: ctx.now(),
  });
  if (earlier) {
    if (earlier.requestHash !== requestHash) {
      throw problem(
        "idempotency.mismatch",
        "This Idempotency-Key came with a different request before; use a new one",
      );
    }
    return { answer: JSON.parse(earlier.answer) as Answer, replayed: true };
  }
  const answer = await work();
  await keepAnswer(trx, workspaceId, key, JSON.stringify(answer));
  return { answer, replayed: false };
}

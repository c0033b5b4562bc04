import type { Actor } from "../core/actor.ts";
import { problem } from "../core/errors.ts";
import { requirePerson } from "../core/require-person.ts";
import { sessionProof } from "../db/sessions.ts";
import { MINUTE_MS } from "../lib/time.ts";
import type { People, Visitor } from "./people.ts";

/** A person who is signed in, and by which session. */
export type Asking = { actor: Actor; sessionId: string; visitor: Visitor };

/** So long after signing in, and after the password was sent, nobody is asked again. */
export const FRESH_MS = 10 * MINUTE_MS;

/**
 * Before what is hard to take back: the session began, or had the password sent, a short while ago. Who has stolen an old one stops here.
 * @throws auth.confirmation_needed
 */
export async function refuseStale({ ctx }: People, { actor, sessionId }: Asking): Promise<void> {
  const session = await sessionProof(ctx.db, requirePerson(actor).userId, sessionId);
  if (session && ctx.now() - session.provenAt < FRESH_MS) return;
  throw problem(
    "auth.confirmation_needed",
    "You signed in a while ago: send your password to POST /api/v1/me/confirm, or sign in again, and repeat this within 10 minutes",
  );
}

import type { Confirmed } from "@visoli/contract/person";
import { requirePerson } from "../core/require-person.ts";
import { sessionProof } from "../db/sessions.ts";
import { iso } from "../lib/time.ts";
import { checkPassword } from "./check-password.ts";
import { type Asking, FRESH_MS } from "./fresh.ts";
import type { People } from "./people.ts";

/**
 * Shows once more that it is still the person. Who has no password signs in again instead.
 * @throws auth.wrong_password, auth.confirmation_needed, request.rate_limited
 */
export async function confirm(people: People, asking: Asking, password: string): Promise<Confirmed> {
  await checkPassword(people, asking, password);
  const { ctx } = people;
  const session = await sessionProof(ctx.db, requirePerson(asking.actor).userId, asking.sessionId);
  return { confirmedUntil: iso((session?.provenAt ?? ctx.now()) + FRESH_MS) };
}

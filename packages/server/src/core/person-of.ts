import { findUser } from "../db/people.ts";
import type { Actor, Person } from "./actor.ts";
import type { Ctx } from "./ctx.ts";
import { problem } from "./errors.ts";
import { requirePerson } from "./require-person.ts";

/** The person who acts, in whatever workspace or none. @throws auth.person_required, auth.unauthenticated */
export async function personOf({ reads }: Pick<Ctx, "reads">, actor: Actor): Promise<Person> {
  const { userId, from } = requirePerson(actor);
  const user = await findUser(reads, userId);
  if (!user) throw problem("auth.unauthenticated", "Sign in first");
  return { userId, email: user.email, isEmailVerified: user.is_email_verified === 1, from };
}

import type { Setup } from "@visoli/contract/auth";
import type { People, Visitor } from "./people.ts";
import { setUp } from "./setup.ts";
import { signIn } from "./sign-in.ts";

/** Makes the first person, and gives back the cookies of their session. @throws what either does */
export async function setUpAndSignIn(people: People, visitor: Visitor, input: Setup): Promise<string[]> {
  await setUp(people.ctx, input);
  const { email, password } = input;
  return (await signIn(people, visitor, { email, password })).cookies;
}

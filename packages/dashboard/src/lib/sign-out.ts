import { visoli } from "./api.ts";
import { forgetRecent } from "./recent.ts";

/** Ends the session, and leads to where one signs in. */
export async function signOut(): Promise<void> {
  await visoli.auth.signOut();
  forgetRecent();
  location.assign("/account/sign-in");
}

import { randomText } from "@visoli/contract/base62";
import { insertVerification, takeVerification } from "../db/people.ts";
import { sha256 } from "../lib/hash.ts";
import { MINUTE_MS } from "../lib/time.ts";
import type { People } from "./people.ts";

const GOOD_FOR_MS = 5 * MINUTE_MS;

/** What a passkey has to sign. `about` says for whom or what; it is answered once, within five minutes. */
export async function keepChallenge({ ctx }: People, challenge: string, about: string): Promise<void> {
  const now = ctx.now();
  const identifier = sha256(`passkey ${challenge}`);
  await insertVerification(ctx.db, {
    ...{ id: randomText(24), identifier, value: about, expiresAt: now + GOOD_FOR_MS, now },
  });
}

export async function takeChallenge({ ctx }: People, challenge: string, about: string): Promise<boolean> {
  return (await takeVerification(ctx.db, sha256(`passkey ${challenge}`), ctx.now())) === about;
}

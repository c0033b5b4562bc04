import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import { newId } from "@visoli/contract/ids";
import { MAX_PASSKEYS, type Passkey, type PasskeyCreate } from "@visoli/contract/passkey";
import type { Actor } from "../core/actor.ts";
import { invalid, problem } from "../core/errors.ts";
import { requirePerson } from "../core/require-person.ts";
import { deletePasskey, insertPasskey, listPasskeys, type PasskeyRow } from "../db/passkeys.ts";
import { lockUser } from "../db/people.ts";
import { iso } from "../lib/time.ts";
import { keepChallenge, takeChallenge } from "./challenge.ts";
import { tell } from "./change-password.ts";
import { checkPassword } from "./check-password.ts";
import { type Asking, refuseStale } from "./fresh.ts";
import { loadUser } from "./me.ts";
import type { People } from "./people.ts";
import { note } from "./security-log.ts";

/** Who asks for a new passkey shows their password first. @throws auth.wrong_password, auth.confirmation_needed, passkey.limit_reached */
export async function passkeyOptions(
  people: People,
  asking: Asking,
  password: string | undefined,
): Promise<object> {
  const { ctx } = people;
  const { userId } = requirePerson(asking.actor);
  const user = await loadUser(ctx, userId);
  await checkPassword(people, asking, password);
  const known = await listPasskeys(ctx.db, userId);
  if (known.length >= MAX_PASSKEYS) throw tooMany();
  const options = await generateRegistrationOptions({
    rpName: ctx.config.domain,
    rpID: new URL(ctx.config.publicUrl).hostname,
    userName: user.email,
    userDisplayName: user.name,
    userID: new TextEncoder().encode(userId),
    attestationType: "none",
    excludeCredentials: known.map(({ credential_id: id }) => ({ id })),
    // It is found without a name, and asks for a finger or a PIN: two factors in one.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: [-7, -8, -257],
  });
  await keepChallenge(people, options.challenge, userId);
  return options;
}

/** @throws request.invalid where it is no answer to our question, passkey.limit_reached */
export async function addPasskey(
  people: People,
  { actor, visitor }: Asking,
  { name, credential }: PasskeyCreate,
): Promise<Passkey> {
  const { ctx } = people;
  const { userId } = requirePerson(actor);
  const found = await verifyRegistrationResponse({
    response: credential as Parameters<typeof verifyRegistrationResponse>[0]["response"],
    expectedChallenge: (challenge) => takeChallenge(people, challenge, userId),
    expectedOrigin: ctx.config.publicUrl,
    expectedRPID: new URL(ctx.config.publicUrl).hostname,
    requireUserVerification: true,
  }).catch(() => null);
  if (!found?.verified) throw faulty();
  const { id, publicKey, counter, transports } = found.registrationInfo.credential;
  const now = ctx.now();
  const row: PasskeyRow = {
    ...{ id: newId("psk", now), user_id: userId, name, credential_id: id, counter },
    public_key: Buffer.from(publicKey).toString("base64url"),
    ...{ transports: transports?.join(",") ?? null, created_at: now, last_used_at: null },
  };
  await ctx.db.transaction().execute(async (trx) => {
    await lockUser(trx, ctx.config.database.kind, userId);
    if ((await listPasskeys(trx, userId)).length >= MAX_PASSKEYS) throw tooMany();
    if (!(await insertPasskey(trx, row))) throw faulty();
  });
  await note(ctx, userId, "passkey.added", visitor.caller);
  await tell(people, (await loadUser(ctx, userId)).email, "A passkey was added");
  return presentPasskey(row);
}

export async function readPasskeys({ ctx }: People, actor: Actor): Promise<Passkey[]> {
  return (await listPasskeys(ctx.reads, requirePerson(actor).userId)).map(presentPasskey);
}

/** @throws auth.confirmation_needed, passkey.not_found */
export async function removePasskey(people: People, asking: Asking, id: string): Promise<void> {
  const { ctx } = people;
  const { userId } = requirePerson(asking.actor);
  await refuseStale(people, asking);
  if (!(await deletePasskey(ctx.db, userId, id)))
    throw problem("passkey.not_found", `You have no passkey ${id}`);
  await note(ctx, userId, "passkey.removed", asking.visitor.caller);
  await tell(people, (await loadUser(ctx, userId)).email, "A passkey was removed");
}

function presentPasskey({ id, name, created_at, last_used_at }: PasskeyRow): Passkey {
  return { id, name, createdAt: iso(created_at), lastUsedAt: last_used_at && iso(last_used_at) } as Passkey;
}

function tooMany() {
  return problem("passkey.limit_reached", `You have ${MAX_PASSKEYS} passkeys; remove one first`);
}

function faulty() {
  const message = "Is no answer to a question that we asked lately";
  return invalid({ path: "credential", code: "invalid", message });
}

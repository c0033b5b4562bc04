import type { Setup } from "@visoli/contract/auth";
import { randomText } from "@visoli/contract/base62";
import { newId } from "@visoli/contract/ids";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { invalid, problem } from "../core/errors.ts";
import { addMember, setRole } from "../db/members.ts";
import { findUserByEmail, insertPassword, insertUser, recoverUser } from "../db/people.ts";
import type { Trx } from "../db/schema.ts";
import { hasSetupToken, insertSetupToken, useSetupToken } from "../db/setup.ts";
import { firstWorkspace } from "../db/workspaces.ts";
import { sha256 } from "../lib/hash.ts";
import { DAY_MS } from "../lib/time.ts";
import { hashPassword, passwordFaults } from "./passwords.ts";

const TOKEN_DAYS = 7;

export function isSetupOpen(ctx: Ctx, token: string): Promise<boolean> {
  return hasSetupToken(ctx.reads, sha256(token), ctx.now() - TOKEN_DAYS * DAY_MS);
}

/**
 * Makes who holds the one-time link an owner of the first workspace and an admin of the service. Whoever has an account with the address
 * gets into it again, with the new password and without a second factor: the link comes from the operator.
 * @throws auth.token_not_found, request.invalid
 */
export async function setUp(ctx: Ctx, input: Setup): Promise<void> {
  const { token, name, email, password } = input;
  if (!(await isSetupOpen(ctx, token))) throw notOpen();
  const faults = await passwordFaults("password", password, { email, name, service: ctx.config.domain });
  if (faults.length > 0) throw invalid(...faults);
  // Not in the transaction: it takes its time.
  const hash = await hashPassword(password);
  await ctx.db.transaction().execute(async (trx) => {
    const now = ctx.now();
    const workspaceId = await useSetupToken(trx, sha256(token), { now, since: now - TOKEN_DAYS * DAY_MS });
    if (workspaceId === null) throw notOpen();
    const userId = await findOrInsert(trx, { name, email, hash, now });
    const isNew = await addMember(trx, { workspaceId, userId, role: "owner", now });
    if (!isNew) await setRole(trx, workspaceId, userId, "owner");
    const actor = { kind: "operator" as const, workspaceId };
    await audit(ctx, trx, actor, { action: "service.setup", subject: userId });
  });
}

async function findOrInsert(
  trx: Trx,
  { name, email, hash, now }: { name: string; email: string; hash: string; now: number },
): Promise<string> {
  const known = await findUserByEmail(trx, email);
  const id = known?.id ?? newId("usr", now);
  if (known) await recoverUser(trx, id, now);
  else
    await insertUser(trx, { id, name, email, is_email_verified: 1, is_instance_admin: 1, created_at: now });
  await insertPassword(trx, { id: randomText(24), userId: id, hash, now });
  return id;
}

/** A new one-time link to set up the login, for the operator. */
export async function newSetupLink(ctx: Ctx): Promise<string> {
  const workspace = await firstWorkspace(ctx.db);
  if (!workspace) throw new Error("there is no workspace yet");
  const token = randomText(32);
  await insertSetupToken(ctx.db, { hash: sha256(token), workspaceId: workspace.id, now: ctx.now() });
  return `${ctx.config.publicUrl}/setup/${token}`;
}

function notOpen() {
  return problem("auth.token_not_found", "The link was used, is too old, or never was; ask the operator");
}

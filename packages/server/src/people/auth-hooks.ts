import { APIError } from "better-auth/api";
import type { BetterAuthOptions } from "better-auth/minimal";
import type { LinkCtx } from "../core/ctx.ts";
import { findUser, isInvited } from "../db/people.ts";
import type { SessionProof } from "../db/sessions.ts";
import { ensureOwnWorkspace } from "./own-workspace.ts";
import { note } from "./security-log.ts";

/** Carries what kind of network a request came from to the session that it makes; no request from outside has it. */
export const CLASS_HEADER = "x-visoli-address-class";
/** Carries by what that session is to have begun. */
export const PROOF_HEADER = "x-visoli-proof";
const MAX_AGENT = 300;
/** By what a session begins that the library makes there. */
const PROOFS: Record<string, SessionProof> = {
  "/sign-in/email": "password",
  "/two-factor/verify-totp": "second_factor",
  "/two-factor/verify-backup-code": "second_factor",
};

/** What we have to say where the library makes a person or a session. */
export function authHooks(ctx: LinkCtx, sessionMs: number): NonNullable<BetterAuthOptions["databaseHooks"]> {
  return {
    user: {
      create: {
        before: async (user, context) => {
          // Who signs up by email was looked at before (`sign-up.ts`).
          if (context?.path !== "/sign-up/email" && !(await mayComeIn(ctx, user)))
            throw new APIError("FORBIDDEN", { code: "REGISTRATION_CLOSED" });
        },
      },
    },
    session: {
      create: {
        before: async (session, context) => {
          if (await isDisabled(ctx, session.userId)) return false;
          const now = ctx.now();
          const kind = context?.headers?.get(CLASS_HEADER);
          const path = context?.path ?? "";
          const sent = context?.headers?.get(PROOF_HEADER) ?? "password";
          const proof = path.startsWith("/callback/") ? "provider" : (PROOFS[path] ?? sent);
          return {
            data: {
              proof,
              userAgent: (session.userAgent ?? "").slice(0, MAX_AGENT) || null,
              ipAddress: kind ? decodeURIComponent(kind) : null,
              createdAt: new Date(now),
              updatedAt: new Date(now),
              expiresAt: new Date(now + sessionMs),
            },
          };
        },
        after: async (session, context) => {
          await ensureOwnWorkspace(ctx, session.userId);
          await noteSignIn(ctx, session, context?.path ?? "");
        },
      },
    },
  };
}

async function mayComeIn(ctx: LinkCtx, user: { email: string; emailVerified: boolean }): Promise<boolean> {
  const { registration } = ctx.config.signIn;
  if (registration === "open") return true;
  if (registration === "closed" || !user.emailVerified) return false;
  return isInvited(ctx.db, user.email.toLowerCase(), ctx.now());
}

/** Who is asked for a second factor is not signed in yet; a session that takes another's place is no signing in. */
async function noteSignIn(
  ctx: LinkCtx,
  session: { userId: string; userAgent?: string | null | undefined; ipAddress?: string | null | undefined },
  path: string,
): Promise<void> {
  const { userId, userAgent, ipAddress } = session;
  const proof = path.startsWith("/callback/") ? "provider" : PROOFS[path];
  if (proof === undefined) return;
  if (proof === "password" && (await findUser(ctx.db, userId))?.is_two_factor_on === 1) return;
  const caller = { userAgent: userAgent ?? undefined, addressClass: ipAddress ?? undefined };
  await note(ctx, userId, `sign_in.${proof}`, caller);
}

async function isDisabled(ctx: LinkCtx, userId: string): Promise<boolean> {
  const query = ctx.db.selectFrom("users").select("disabled_at").where("id", "=", userId);
  const row = await query.executeTakeFirst();
  return row === undefined || row.disabled_at !== null;
}

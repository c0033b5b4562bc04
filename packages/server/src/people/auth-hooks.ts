import { APIError } from "better-auth/api";
import type { BetterAuthOptions } from "better-auth/minimal";
import type { LinkCtx } from "../core/ctx.ts";
import { isInvited } from "../db/people.ts";
import { ensureOwnWorkspace } from "./own-workspace.ts";

/** Carries what kind of network a request came from to the session that it makes; no request from outside has it. */
export const CLASS_HEADER = "x-visoli-address-class";
const MAX_AGENT = 300;

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
          return {
            data: {
              userAgent: (session.userAgent ?? "").slice(0, MAX_AGENT) || null,
              ipAddress: kind ? decodeURIComponent(kind) : null,
              createdAt: new Date(now),
              updatedAt: new Date(now),
              expiresAt: new Date(now + sessionMs),
            },
          };
        },
        after: async ({ userId }) => ensureOwnWorkspace(ctx, userId),
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

async function isDisabled(ctx: LinkCtx, userId: string): Promise<boolean> {
  const query = ctx.db.selectFrom("users").select("disabled_at").where("id", "=", userId);
  const row = await query.executeTakeFirst();
  return row === undefined || row.disabled_at !== null;
}

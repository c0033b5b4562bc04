import { createHmac } from "node:crypto";
import { randomText } from "@visoli/contract/base62";
import { newId } from "@visoli/contract/ids";
import { type BetterAuthOptions, betterAuth } from "better-auth/minimal";
import { genericOAuth } from "better-auth/plugins/generic-oauth";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { Config } from "../config.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { confirmEmail } from "../db/people.ts";
import { DAY_MS } from "../lib/time.ts";
import { authHooks } from "./auth-hooks.ts";
import { authStore } from "./auth-store.ts";
import { ACCOUNT, SESSION, TWO_FACTOR, USER, VERIFICATION } from "./auth-tables.ts";
import { knownMail, resetMail, securityMail, verifyMail } from "./mails.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";

export const SESSION_DAYS = 30;
const HOUR_S = 3_600;

/** What proves who people are: better-auth over our tables. Nothing of it is reachable but what `auth-call.ts` is asked to call. */
export type Auth = {
  /** @throws APIError of the library, and whatever the database throws */
  handle(request: Request): Promise<Response>;
  secret: string;
  cookie: string;
};

export function createAuth(ctx: LinkCtx): Auth {
  const secret = authSecret(ctx);
  const auth = betterAuth(optionsOf(ctx, secret));
  return { handle: auth.handler, secret, cookie: sessionCookieName(ctx.config) };
}

/** What cookies are signed with and second factors encrypted: every node has the same. */
export function authSecret({ visitors }: LinkCtx): string {
  return createHmac("sha256", visitors.secret).update("people").digest("base64url");
}

export function sessionCookieName(config: Config): string {
  return `${cookiePrefix(config)}.session_token`;
}

/** A browser takes cookies of that name from us alone, whole and over TLS. */
function cookiePrefix({ publicUrl }: Config): string {
  return publicUrl.startsWith("https:") ? "__Host-visoli" : "visoli";
}

function optionsOf(ctx: LinkCtx, secret: string): BetterAuthOptions {
  const { config } = ctx;
  const isSecure = config.publicUrl.startsWith("https:");
  return {
    appName: config.domain,
    baseURL: config.publicUrl,
    basePath: "/api/auth",
    secret,
    database: authStore(ctx.db),
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    onAPIError: { throw: true },
    logger: { disabled: true },
    user: { ...USER, changeEmail: { enabled: true } },
    session: {
      ...SESSION,
      expiresIn: SESSION_DAYS * 24 * HOUR_S,
      disableSessionRefresh: true,
      freshAge: 0,
      cookieCache: { enabled: false },
    },
    account: {
      ...ACCOUNT,
      accountLinking: { enabled: true, trustedProviders: [], allowDifferentEmails: false },
    },
    verification: { ...VERIFICATION, storeIdentifier: "hashed" },
    emailAndPassword: passwordOptions(ctx),
    emailVerification: {
      sendOnSignUp: ctx.mail.isOn,
      sendOnSignIn: false,
      autoSignInAfterVerification: false,
      expiresIn: HOUR_S,
      sendVerificationEmail: ({ user, token }) => verifyMail(ctx, user.email, token),
    },
    ...providers(config),
    databaseHooks: authHooks(ctx, SESSION_DAYS * DAY_MS),
    advanced: {
      useSecureCookies: false,
      cookiePrefix: cookiePrefix(config),
      defaultCookieAttributes: { secure: isSecure, httpOnly: true, sameSite: "lax", path: "/" },
      ipAddress: { disableIpTracking: true },
      disableOriginCheck: false,
      disableCSRFCheck: false,
      database: { generateId: ({ model }) => idOf(model, ctx.now()), validateSchema: false },
      // What a mail takes tells nobody whether there is an account.
      backgroundTasks: {
        handler: (work) => void work.catch((err: unknown) => ctx.log.error({ err }, "a mail was not queued")),
      },
    },
  };
}

function idOf(model: string, now: number): string {
  if (model === "user" || model === "users") return newId("usr", now);
  if (model === "session" || model === "sessions") return newId("ses", now);
  return randomText(24);
}

function passwordOptions(ctx: LinkCtx): NonNullable<BetterAuthOptions["emailAndPassword"]> {
  const tell = async (email: string) => {
    if (ctx.mail.isOn) await knownMail(ctx, email);
  };
  return {
    enabled: true,
    autoSignIn: false,
    requireEmailVerification: ctx.mail.isOn,
    // How long it is was looked at before, in characters; the library counts units of UTF-16.
    minPasswordLength: 1,
    maxPasswordLength: 256,
    password: { hash: hashPassword, verify: verifyPassword },
    revokeSessionsOnPasswordReset: true,
    resetPasswordTokenExpiresIn: HOUR_S,
    sendResetPassword: ({ user, token }) => resetMail(ctx, user.email, token),
    onPasswordReset: async ({ user }) => {
      await confirmEmail(ctx.db, user.id);
      await securityMail(ctx, user.email, "Your password was changed");
    },
    onExistingUserSignUp: ({ user }) => tell(user.email),
  };
}

function providers({ signIn, domain }: Config): Pick<BetterAuthOptions, "socialProviders" | "plugins"> {
  const { google, github, oidc } = signIn;
  const ofClient = ({ id, secret }: { id: string; secret: string }) => ({
    clientId: id,
    clientSecret: secret,
  });
  const discovery = oidc && `${oidc.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const generic = oidc && {
    ...{ ...ofClient(oidc), providerId: "oidc", name: oidc.name },
    ...{ discoveryUrl: discovery ?? "", scopes: ["openid", "email", "profile"], pkce: true },
    requireIdTokenVerification: true,
  };
  return {
    socialProviders: {
      ...(google && { google: ofClient(google) }),
      ...(github && { github: ofClient(github) }),
    },
    plugins: [
      twoFactor({
        ...{ issuer: domain, schema: TWO_FACTOR },
        backupCodeOptions: { storeBackupCodes: "encrypted", customBackupCodesGenerate: newRecoveryCodes },
      }),
      ...(generic ? [genericOAuth({ config: [generic] })] : []),
    ],
  };
}

/** Ten, of 119 bits each, in four parts that one can copy by hand. */
function newRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => Array.from({ length: 4 }, () => randomText(5)).join("-"));
}

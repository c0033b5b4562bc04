import type {
  Accepted,
  Code,
  PasswordChange,
  PasswordOnly,
  RecoveryCodes,
  TwoFactorSetup,
} from "@visoli/contract/auth";
import type { Passkey, PasskeyCreateInput, PasskeyList, PasskeyOptions } from "@visoli/contract/passkey";
import type {
  Confirmed,
  Me,
  MeDelete,
  MeUpdate,
  PersonExport,
  SecurityEvent,
  SecurityLogInput,
  SecurityLogQuery,
  SessionList,
  SessionsEnded,
} from "@visoli/contract/person";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";
import { path } from "./url.ts";

export type SecurityLogOptions = Query<SecurityLogInput, SecurityLogQuery>;

const PATH = "/api/v1/me";

/** Who asks, and their own account. */
export function meOf(send: Send) {
  return {
    get: (options?: RequestOptions) => send.json<Me>("GET", PATH, {}, options),
    update: (changes: MeUpdate, options?: RequestOptions) =>
      send.json<Me>("PATCH", PATH, { body: changes }, options),
    /** Deletes the account. */
    delete: (input: MeDelete, options?: RequestOptions) =>
      send.json<void>("DELETE", PATH, { body: input }, options),
    /** All that is kept of the person. */
    export: (options?: RequestOptions) => send.json<PersonExport>("GET", `${PATH}/export`, {}, options),
    /** Shows by the password that it is still you, where `auth.confirmation_needed` was answered. */
    confirm: (input: PasswordOnly, options?: RequestOptions) =>
      post<Confirmed>(send, "confirm", input, options),
    /** What happened at the doors of the account. */
    securityLog: listOf<SecurityLogOptions, SecurityEvent>(send, `${PATH}/security-log`),
    ...passwordOf(send),
    sessions: {
      list: (options?: RequestOptions) => send.json<SessionList>("GET", `${PATH}/sessions`, {}, options),
      delete: (id: string, options?: RequestOptions) =>
        send.json<void>("DELETE", path`/api/v1/me/sessions/${id}`, {}, options),
      /** Ends all but the one that asks. */
      deleteOthers: (options?: RequestOptions) =>
        send.json<SessionsEnded>("DELETE", `${PATH}/sessions`, {}, options),
    },
    passkeys: passkeysOf(send),
  };
}

// None of these is sent again by itself: some count wrong passwords, some make secrets that are shown once.
function post<Answer>(send: Send, name: string, body: unknown, options?: RequestOptions) {
  return send.json<Answer>("POST", `${PATH}/${name}`, { body, repeat: "never" }, options);
}

function passwordOf(send: Send) {
  return {
    password: {
      change: (input: PasswordChange, options?: RequestOptions) =>
        post<Accepted>(send, "password", input, options),
    },
    twoFactor: {
      /** The secret for the app; it is on once `confirm` was sent a code of it. */
      start: (input: PasswordOnly, options?: RequestOptions) =>
        post<TwoFactorSetup>(send, "two-factor", input, options),
      confirm: (input: Code, options?: RequestOptions) =>
        post<Accepted>(send, "two-factor/confirm", input, options),
      off: (input: PasswordOnly, options?: RequestOptions) =>
        post<Accepted>(send, "two-factor/off", input, options),
      /** New ones; the old ones work no more. */
      recoveryCodes: (input: PasswordOnly, options?: RequestOptions) =>
        post<RecoveryCodes>(send, "two-factor/recovery-codes", input, options),
    },
  };
}

function passkeysOf(send: Send) {
  return {
    /** What `navigator.credentials.create` is to be called with. */
    options: (input: MeDelete, options?: RequestOptions) =>
      post<PasskeyOptions>(send, "passkeys/options", input, options),
    create: (input: PasskeyCreateInput, options?: RequestOptions) =>
      post<Passkey>(send, "passkeys", input, options),
    list: (options?: RequestOptions) => send.json<PasskeyList>("GET", `${PATH}/passkeys`, {}, options),
    delete: (id: string, options?: RequestOptions) =>
      send.json<void>("DELETE", path`/api/v1/me/passkeys/${id}`, {}, options),
  };
}

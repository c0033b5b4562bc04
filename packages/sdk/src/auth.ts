import type {
  Accepted,
  EmailOnly,
  PasswordReset,
  ProviderStartInput,
  ProviderUrl,
  SecondFactor,
  Setup,
  SignedIn,
  SignIn,
  SignInOptions,
  SignUp,
  Token,
} from "@visoli/contract/auth";
import type { PasskeyOptions, PasskeySignInInput } from "@visoli/contract/passkey";
import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";

const PATH = "/api/auth";

/** Signing in, for our own pages: the session is a cookie of this browser. */
export function authOf(send: Send) {
  // Tries are counted here, and mails are sent: nothing is sent again by itself.
  const post = <Answer>(name: string, body: unknown, options?: RequestOptions) =>
    send.json<Answer>("POST", `${PATH}/${name}`, { body, repeat: "never" }, options);
  return {
    /** How one signs in here. */
    options: (options?: RequestOptions) => send.json<SignInOptions>("GET", `${PATH}/options`, {}, options),
    signUp: (input: SignUp, options?: RequestOptions) => post<Accepted>("sign-up", input, options),
    /** Signed in, or `second_factor` is asked for. */
    signIn: (input: SignIn, options?: RequestOptions) => post<SignedIn>("sign-in", input, options),
    secondFactor: (input: SecondFactor, options?: RequestOptions) =>
      post<SignedIn>("second-factor", input, options),
    signOut: (options?: RequestOptions) => post<void>("sign-out", undefined, options),
    verifyEmail: (input: Token, options?: RequestOptions) => post<Accepted>("verify-email", input, options),
    /** Has the mail to confirm an address sent again. */
    resendVerification: (input: EmailOnly, options?: RequestOptions) =>
      post<Accepted>("verification-mail", input, options),
    passwordReset: {
      request: (input: EmailOnly, options?: RequestOptions) =>
        post<Accepted>("password-reset", input, options),
      confirm: (input: PasswordReset, options?: RequestOptions) =>
        post<Accepted>("password-reset/confirm", input, options),
    },
    /** The first login of a new service, by the token that it printed. */
    setup: (input: Setup, options?: RequestOptions) => post<SignedIn>("setup", input, options),
    /** Where to send the browser, to sign in at Google, GitHub or another provider. */
    provider: (input: ProviderStartInput, options?: RequestOptions) =>
      post<ProviderUrl>("provider", input, options),
    passkey: {
      /** What `navigator.credentials.get` is to be called with. */
      options: (options?: RequestOptions) => post<PasskeyOptions>("passkey/options", undefined, options),
      signIn: (input: PasskeySignInInput, options?: RequestOptions) =>
        post<SignedIn>("passkey", input, options),
    },
  };
}

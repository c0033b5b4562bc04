import type { Generated } from "kysely";

export type UserTable = {
  id: string;
  name: string;
  /** Lower case. */
  email: string;
  is_email_verified: number;
  image: string | null;
  is_instance_admin: Generated<number>;
  is_two_factor_on: Generated<number>;
  /** Since then nobody signs in as them. */
  disabled_at: number | null;
  created_at: number;
  updated_at: number;
};

export type SessionTable = {
  id: string;
  user_id: string;
  /** SHA-256 of what the cookie carries, hex. */
  token_hash: string;
  /** Where the person is at work; null for the first they came to. */
  active_workspace: string | null;
  user_agent: string | null;
  /** What kind of network they signed in from; no address. */
  address_class: string | null;
  /** By what it began; null for those of before we kept that. */
  proof: "password" | "second_factor" | "passkey" | "provider" | null;
  /** When the password was last sent in it. */
  confirmed_at: number | null;
  expires_at: number;
  created_at: number;
  updated_at: number;
};

/** What happened at the doors of an account. */
export type SecurityLogTable = {
  id: string;
  user_id: string;
  kind: string;
  user_agent: string | null;
  /** What kind of network it came from; no address. */
  address_class: string | null;
  created_at: number;
};

/** A way to sign in: `credential` with a password, or an account elsewhere. */
export type AccountTable = {
  id: string;
  user_id: string;
  provider: string;
  provider_account: string;
  password_hash: string | null;
  scope: string | null;
  created_at: number;
  updated_at: number;
};

/** What waits for an answer: a reset of a password, a second factor, a way back from elsewhere. */
export type VerificationTable = {
  id: string;
  /** Hashed where it is a secret. */
  identifier: string;
  value: string;
  expires_at: number;
  created_at: number;
  updated_at: number;
};

/** Secret and codes are encrypted. */
export type TwoFactorTable = {
  id: string;
  user_id: string;
  secret: string;
  recovery_codes: string;
  is_verified: Generated<number>;
  failures: Generated<number>;
  locked_until: number | null;
};

export type PasskeyTable = {
  id: string;
  user_id: string;
  name: string;
  /** base64url, as is `public_key` (COSE). */
  credential_id: string;
  public_key: string;
  counter: number;
  /** With commas between. */
  transports: string | null;
  created_at: number;
  last_used_at: number | null;
};

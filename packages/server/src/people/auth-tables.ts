/** How better-auth's models and fields are called in our tables; what is not named is called the same. */
const times = { createdAt: "created_at", updatedAt: "updated_at" };

export const USER = {
  modelName: "users",
  fields: { emailVerified: "is_email_verified", ...times },
  additionalFields: {
    isInstanceAdmin: {
      type: "boolean",
      input: false,
      required: false,
      defaultValue: false,
      fieldName: "is_instance_admin",
    },
    disabledAt: { type: "date", input: false, required: false, fieldName: "disabled_at" },
  },
} as const;

export const SESSION = {
  modelName: "sessions",
  fields: {
    ...{ userId: "user_id", token: "token_hash", ipAddress: "address_class", userAgent: "user_agent" },
    ...{ expiresAt: "expires_at", ...times },
  },
  additionalFields: { proof: { type: "string", input: false, required: false, fieldName: "proof" } },
} as const;

export const ACCOUNT = {
  modelName: "accounts",
  fields: {
    ...{ userId: "user_id", providerId: "provider", accountId: "provider_account" },
    ...{ password: "password_hash", ...times },
  },
} as const;

export const VERIFICATION = {
  modelName: "verifications",
  fields: { expiresAt: "expires_at", ...times },
} as const;

export const TWO_FACTOR = {
  user: { fields: { twoFactorEnabled: "is_two_factor_on" } },
  twoFactor: {
    modelName: "two_factors",
    fields: {
      ...{ secret: "secret", backupCodes: "recovery_codes", userId: "user_id", verified: "is_verified" },
      ...{ failedVerificationCount: "failures", lockedUntil: "locked_until" },
    },
  },
};

import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { RoleSchema } from "./role.ts";
import { ScopeSchema } from "./scopes.ts";
import { TimestampSchema, text } from "./text.ts";

/** An email address, read to lower case: at most what SMTP carries, in ASCII. */
export const EmailSchema = z
  .string()
  .max(254)
  .pipe(z.email())
  .transform((email) => email.toLowerCase())
  .meta({ example: "ada@example.com" });

export const PersonNameSchema = text(1, 100).meta({ example: "Ada Lovelace" });

const MIN_PASSWORD = 12;
const MAX_PASSWORD = 128;

/** A password to be chosen. Its length is in code points, with blanks in a row counted once. What is refused beside is in the guide. */
export const NewPasswordSchema = z
  .string()
  .refine((password) => [...password.replace(/ +/g, " ")].length >= MIN_PASSWORD, {
    error: `Must have at least ${MIN_PASSWORD} characters; blanks in a row count once`,
    params: { code: "too_small" },
  })
  .refine((password) => [...password].length <= MAX_PASSWORD, {
    error: `Must have at most ${MAX_PASSWORD} characters`,
    params: { code: "too_big" },
  })
  .refine((password) => password.isWellFormed() && !password.includes("\0"), {
    error: "Must be well-formed Unicode",
    params: { code: "invalid_characters" },
  })
  .meta({
    description: "12 to 128 characters, blanks in a row counted once; none of those that are tried first",
    ...{ minLength: MIN_PASSWORD, maxLength: MAX_PASSWORD },
  });

/** A password that was chosen before: whatever does not fit is wrong. One character is up to two units of UTF-16. */
export const PasswordSchema = z
  .string()
  .min(1)
  .max(2 * MAX_PASSWORD);

export const PersonSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    isEmailVerified: z.boolean(),
    isTwoFactorOn: z.boolean(),
    isInstanceAdmin: z.boolean(),
    hasPassword: z.boolean(),
    createdAt: TimestampSchema,
  })
  .meta({ id: "Person" });

const MembershipSchema = z.object({ id: z.string(), name: z.string(), role: RoleSchema });

export const MeSchema = z
  .object({
    kind: z.enum(["person", "key"]),
    person: PersonSchema.nullable().meta({ description: "null for a key" }),
    key: z.object({ id: z.string() }).nullable().meta({ description: "null for a person" }),
    workspaceId: z.string().nullable().meta({ description: "Where the request acts" }),
    workspaces: z
      .array(MembershipSchema)
      .meta({ description: "That the person is in, oldest membership first" }),
    scopes: z.array(ScopeSchema).meta({ description: "What the request may do in that workspace" }),
  })
  .meta({ id: "Me" });

export const MeUpdateSchema = z
  .strictObject({
    name: PersonNameSchema.optional(),
    email: EmailSchema.optional().meta({
      description: "Changes once the mail to the new address was answered; needs `password`",
    }),
    password: PasswordSchema.optional().meta({ description: "The present one, to change the address" }),
    workspaceId: text(1, 100)
      .optional()
      .meta({ description: "The workspace to act in where no header says otherwise" }),
  })
  .meta({ id: "MeUpdate" });

export const MeDeleteSchema = z
  .strictObject({ password: PasswordSchema.optional().meta({ description: "Where the person has one" }) })
  .meta({ id: "MeDelete" });

export const SessionSchema = z
  .object({
    id: z.string(),
    isCurrent: z.boolean(),
    device: z.string().meta({ example: "Firefox on Linux" }),
    network: z
      .string()
      .nullable()
      .meta({ description: "What kind of network it began from", example: "DE, AS3320 Deutsche Telekom AG" }),
    createdAt: TimestampSchema,
    lastUsedAt: TimestampSchema.meta({ description: "To the day" }),
    expiresAt: TimestampSchema,
  })
  .meta({ id: "Session" });

export const SessionListSchema = z.object({ data: z.array(SessionSchema) }).meta({ id: "SessionList" });
export const SessionsEndedSchema = z.object({ ended: z.int() }).meta({ id: "SessionsEnded" });

/** What the person's security log tells of. `sign_in.` is followed by how. */
export const SECURITY_EVENTS = [
  ...(["sign_in.password", "sign_in.second_factor", "sign_in.passkey", "sign_in.provider"] as const),
  ...(["sign_in.refused", "sign_in.wrong_code", "code.used_twice"] as const),
  ...(["password.changed", "password.reset", "password.wrong", "address.change_asked"] as const),
  ...([
    "two_factor.on",
    "two_factor.off",
    "recovery_codes.made",
    "passkey.added",
    "passkey.removed",
  ] as const),
  ...(["session.ended", "sessions.ended", "account.disabled", "account.enabled"] as const),
] as const;

export const SecurityEventSchema = z
  .object({
    id: z.string(),
    at: TimestampSchema,
    kind: z.enum(SECURITY_EVENTS),
    device: z.string().nullable().meta({ example: "Firefox on Linux" }),
    network: z
      .string()
      .nullable()
      .meta({ description: "From what kind of network, never the address; null where that is not known" }),
  })
  .meta({ id: "SecurityEvent" });
export const SecurityLogQuerySchema = z.strictObject(PageQueryFields);
export const SecurityLogPageSchema = pageOf(SecurityEventSchema).meta({ id: "SecurityLogPage" });

export const ConfirmedSchema = z
  .object({ confirmedUntil: TimestampSchema.meta({ description: "Until then nobody is asked again" }) })
  .meta({ id: "Confirmed" });

export const PersonExportSchema = z
  .object({
    exportedAt: TimestampSchema,
    person: PersonSchema,
    signsInBy: z.array(z.object({ provider: z.string(), since: TimestampSchema })),
    passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: TimestampSchema })),
    sessions: z.array(SessionSchema),
    securityLog: z.array(SecurityEventSchema).meta({ description: "Of the last 90 days, newest first" }),
    workspaces: z.array(MembershipSchema.extend({ since: TimestampSchema })),
    did: z
      .array(
        z.object({
          at: TimestampSchema,
          workspaceId: z.string(),
          action: z.string(),
          subject: z.string(),
        }),
      )
      .meta({ description: "What the audit logs say that the person did, newest first, 10,000 at most" }),
  })
  .meta({ id: "PersonExport" });

export type Person = z.infer<typeof PersonSchema>;
export type Me = z.infer<typeof MeSchema>;
export type MeUpdate = z.infer<typeof MeUpdateSchema>;
export type SecurityEventKind = (typeof SECURITY_EVENTS)[number];
export type SecurityEvent = z.infer<typeof SecurityEventSchema>;
export type SecurityLogPage = z.infer<typeof SecurityLogPageSchema>;
export type SecurityLogQuery = z.infer<typeof SecurityLogQuerySchema>;
export type Confirmed = z.infer<typeof ConfirmedSchema>;
export type Session = z.infer<typeof SessionSchema>;
export type PersonExport = z.infer<typeof PersonExportSchema>;
export type MeDelete = z.infer<typeof MeDeleteSchema>;
export type SessionList = z.infer<typeof SessionListSchema>;
export type SessionsEnded = z.infer<typeof SessionsEndedSchema>;
export type SecurityLogInput = z.input<typeof SecurityLogQuerySchema>;

import { z } from "zod";
import { EmailSchema, NewPasswordSchema, PasswordSchema, PersonNameSchema } from "./person.ts";
import { text } from "./text.ts";

const token = text(1, 2_000);

export const SignUpSchema = z
  .strictObject({
    name: PersonNameSchema,
    email: EmailSchema,
    password: NewPasswordSchema,
    invitation: token.optional().meta({ description: "The token of an invitation, where one is needed" }),
  })
  .meta({ id: "SignUp" });

export const SignInSchema = z
  .strictObject({ email: EmailSchema, password: PasswordSchema })
  .meta({ id: "SignIn" });

export const SignedInSchema = z
  .object({
    status: z.enum(["signed_in", "second_factor"]).meta({
      description: "`second_factor`: send a code to `/api/auth/second-factor` within ten minutes",
    }),
  })
  .meta({ id: "SignedIn" });

export const SecondFactorSchema = z
  .strictObject({
    code: z
      .string()
      .regex(/^\d{6}$/, "Must be six digits")
      .optional()
      .meta({ description: "Of the app" }),
    recoveryCode: z
      .string()
      .min(1)
      .max(50)
      .regex(/^[\w-]*$/, "Must be letters, digits and dashes")
      .optional(),
  })
  .refine((input) => (input.code === undefined) !== (input.recoveryCode === undefined), {
    error: "Send either code or recoveryCode",
    path: ["code"],
    params: { code: "required" },
  })
  .meta({ id: "SecondFactor" });

export const TokenSchema = z.strictObject({ token }).meta({ id: "Token" });
export const EmailOnlySchema = z.strictObject({ email: EmailSchema }).meta({ id: "EmailOnly" });
export const PasswordOnlySchema = z.strictObject({ password: PasswordSchema }).meta({ id: "PasswordOnly" });
export const PasswordResetSchema = z
  .strictObject({ token, password: NewPasswordSchema })
  .meta({ id: "PasswordReset" });
export const PasswordChangeSchema = z
  .strictObject({ password: PasswordSchema, newPassword: NewPasswordSchema })
  .meta({ id: "PasswordChange" });
export const CodeSchema = z
  .strictObject({ code: z.string().regex(/^\d{6}$/, "Must be six digits") })
  .meta({ id: "Code" });

export const SetupSchema = z
  .strictObject({ token, name: PersonNameSchema, email: EmailSchema, password: NewPasswordSchema })
  .meta({ id: "Setup" });

export const AcceptedSchema = z
  .object({
    status: z.enum(["done", "check_mail"]).meta({
      description: "The same whether there is such an account or not",
    }),
  })
  .meta({ id: "Accepted" });

export const TwoFactorSetupSchema = z
  .object({
    uri: z.string().meta({ description: "`otpauth:` for the app; show it as a QR code" }),
    recoveryCodes: z.array(z.string()).meta({ description: "Each works once; shown this once" }),
  })
  .meta({ id: "TwoFactorSetup" });

export const RecoveryCodesSchema = z
  .object({ recoveryCodes: z.array(z.string()) })
  .meta({ id: "RecoveryCodes" });

export const PROVIDERS = ["google", "github", "oidc"] as const;
export const SignInOptionsSchema = z
  .object({
    registration: z.enum(["open", "invitation", "closed"]),
    isMailOn: z.boolean().meta({ description: "Without mail no password can be reset" }),
    providers: z.array(z.object({ id: z.enum(PROVIDERS), name: z.string() })),
  })
  .meta({ id: "SignInOptions" });

export const ProviderStartSchema = z
  .strictObject({
    provider: z.enum(PROVIDERS),
    redirectTo: z
      .string()
      .max(500)
      .regex(/^\/(?![/\\])[\w\-./?=&%]*$/, "Must be a path of this service")
      .default("/")
      .meta({ description: "Where the browser is led afterwards" }),
  })
  .meta({ id: "ProviderStart" });
export const ProviderUrlSchema = z
  .object({ url: z.string().meta({ description: "Where to send the browser" }) })
  .meta({ id: "ProviderUrl" });

export type SignUp = z.infer<typeof SignUpSchema>;
export type Setup = z.infer<typeof SetupSchema>;
export type SignIn = z.infer<typeof SignInSchema>;
export type ProviderStartInput = z.input<typeof ProviderStartSchema>;
export type ProviderUrl = z.infer<typeof ProviderUrlSchema>;
export type SignedIn = z.infer<typeof SignedInSchema>;
export type SecondFactor = z.infer<typeof SecondFactorSchema>;
export type Token = z.infer<typeof TokenSchema>;
export type EmailOnly = z.infer<typeof EmailOnlySchema>;
export type PasswordOnly = z.infer<typeof PasswordOnlySchema>;
export type PasswordReset = z.infer<typeof PasswordResetSchema>;
export type PasswordChange = z.infer<typeof PasswordChangeSchema>;
export type Code = z.infer<typeof CodeSchema>;
export type Accepted = z.infer<typeof AcceptedSchema>;
export type TwoFactorSetup = z.infer<typeof TwoFactorSetupSchema>;
export type RecoveryCodes = z.infer<typeof RecoveryCodesSchema>;
export type SignInOptions = z.infer<typeof SignInOptionsSchema>;

import { z } from "zod";
import { TimestampSchema, text } from "./text.ts";

export const MAX_PASSKEYS = 20;

/** What a browser's `navigator.credentials` gives, as JSON (`toJSON()`); looked at closely by who verifies it. */
const part = z
  .string()
  .max(10_000)
  .regex(/^[\w-]*$/, "Must be base64url");
const credential = {
  id: part,
  rawId: part,
  type: z.literal("public-key"),
  authenticatorAttachment: z.string().max(100).nullish(),
  clientExtensionResults: z.looseObject({}).default({}),
};

export const PasskeyCreateSchema = z
  .strictObject({
    name: text(1, 100).default("Passkey").meta({ example: "Phone" }),
    credential: z.strictObject({
      ...credential,
      response: z.strictObject({
        clientDataJSON: part,
        attestationObject: part,
        authenticatorData: part.optional(),
        transports: z
          .array(
            z
              .string()
              .max(30)
              .regex(/^[\w-]+$/),
          )
          .max(10)
          .optional(),
        publicKeyAlgorithm: z.number().optional(),
        publicKey: part.optional(),
      }),
    }),
  })
  .meta({ id: "PasskeyCreate" });

export const PasskeySignInSchema = z
  .strictObject({
    credential: z.strictObject({
      ...credential,
      response: z.strictObject({
        clientDataJSON: part,
        authenticatorData: part,
        signature: part,
        userHandle: part.nullish(),
      }),
    }),
  })
  .meta({ id: "PasskeySignIn" });

export const PasskeyOptionsSchema = z
  .object({
    options: z
      .looseObject({})
      .meta({ description: "For `navigator.credentials`, as JSON; good for five minutes" }),
  })
  .meta({ id: "PasskeyOptions" });

export const PasskeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: TimestampSchema,
    lastUsedAt: TimestampSchema.nullable(),
  })
  .meta({ id: "Passkey" });

export const PasskeyListSchema = z.object({ data: z.array(PasskeySchema) }).meta({ id: "PasskeyList" });

export type PasskeyCreate = z.infer<typeof PasskeyCreateSchema>;
export type PasskeySignIn = z.infer<typeof PasskeySignInSchema>;
export type Passkey = z.infer<typeof PasskeySchema>;
export type PasskeyCreateInput = z.input<typeof PasskeyCreateSchema>;
export type PasskeySignInInput = z.input<typeof PasskeySignInSchema>;
export type PasskeyOptions = z.infer<typeof PasskeyOptionsSchema>;
export type PasskeyList = z.infer<typeof PasskeyListSchema>;

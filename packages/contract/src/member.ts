import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { EmailSchema } from "./person.ts";
import { RoleSchema } from "./role.ts";
import { TimestampSchema, text } from "./text.ts";

export const MemberSchema = z
  .object({
    id: z.string().meta({ description: "The person's id", example: "usr_0UhbkR3TqMbV2xPz7KfW" }),
    name: z.string(),
    email: z.string(),
    role: RoleSchema,
    createdAt: TimestampSchema.meta({ description: "Since when they are in the workspace" }),
  })
  .meta({ id: "Member" });

export const MemberUpdateSchema = z.strictObject({ role: RoleSchema }).meta({ id: "MemberUpdate" });

export const InvitationSchema = z
  .object({
    id: z.string().meta({ example: "inv_0UhbkR3TqMbV2xPz7KfW" }),
    email: z.string(),
    role: RoleSchema,
    invitedBy: z.string().meta({ description: "A person's or a key's id, or `operator`" }),
    createdAt: TimestampSchema,
    expiresAt: TimestampSchema,
  })
  .meta({ id: "Invitation" });

export const InvitationWithUrlSchema = InvitationSchema.extend({
  url: z.string().nullable().meta({
    description:
      "Where it is accepted, to be handed on; shown this once, and only where the service sends no mail",
  }),
}).meta({ id: "InvitationWithUrl" });

export const InvitationCreateSchema = z
  .strictObject({ email: EmailSchema, role: RoleSchema.default("member") })
  .meta({ id: "InvitationCreate" });

export const InvitationTokenSchema = text(1, 100).meta({
  description: "What the invitation's URL ends with",
});
export const InvitationAcceptSchema = z
  .strictObject({ token: InvitationTokenSchema })
  .meta({ id: "InvitationAccept" });

export const InvitationInfoSchema = z
  .object({
    workspace: z.string().meta({ description: "The workspace's name" }),
    role: RoleSchema,
    email: z.string().meta({ description: "Whom it is for, masked", example: "a***@example.com" }),
    expiresAt: TimestampSchema,
  })
  .meta({ id: "InvitationInfo" });

export const MemberListQuerySchema = z.strictObject(PageQueryFields);
export const MemberPageSchema = pageOf(MemberSchema).meta({ id: "MemberPage" });
export const InvitationPageSchema = pageOf(InvitationSchema).meta({ id: "InvitationPage" });

export type Member = z.infer<typeof MemberSchema>;
export type MemberUpdate = z.infer<typeof MemberUpdateSchema>;
export type Invitation = z.infer<typeof InvitationSchema>;
export type InvitationWithUrl = z.infer<typeof InvitationWithUrlSchema>;
export type InvitationCreate = z.infer<typeof InvitationCreateSchema>;
export type InvitationInfo = z.infer<typeof InvitationInfoSchema>;
export type MemberListQuery = z.infer<typeof MemberListQuerySchema>;
export type MemberPage = z.infer<typeof MemberPageSchema>;
export type InvitationPage = z.infer<typeof InvitationPageSchema>;
export type InvitationCreateInput = z.input<typeof InvitationCreateSchema>;
export type InvitationAccept = z.infer<typeof InvitationAcceptSchema>;
export type MemberListInput = z.input<typeof MemberListQuerySchema>;

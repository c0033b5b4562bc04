import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { TimestampSchema, text } from "./text.ts";

export const FOLDER_MEMBER_ROLES = ["manager", "editor", "viewer"] as const;
export const FOLDER_DEFAULT_ROLES = ["editor", "viewer", "none"] as const;

const MemberRoleSchema = z.enum(FOLDER_MEMBER_ROLES).meta({
  description:
    "A viewer sees the folder's links, an editor changes them, a manager changes the folder and its members, too",
});
const DefaultRoleSchema = z.enum(FOLDER_DEFAULT_ROLES).meta({
  description: "What those may do who are no members; with `none` the folder is not there for them",
});
const NameSchema = text(1, 100).meta({ example: "Spring campaign" });

export const FolderSchema = z
  .object({
    id: z.string().meta({ example: "fld_0UhbkR3TqMbV2xPz7KfW" }),
    name: z.string(),
    defaultRole: DefaultRoleSchema,
    role: MemberRoleSchema.meta({ description: "Your own" }),
    createdAt: TimestampSchema,
    updatedAt: TimestampSchema,
  })
  .meta({ id: "Folder" });

export const FolderCreateSchema = z
  .strictObject({
    name: NameSchema,
    defaultRole: DefaultRoleSchema.optional().meta({ description: "`editor` when left out" }),
  })
  .meta({ id: "FolderCreate" });

export const FolderUpdateSchema = z
  .strictObject({ name: NameSchema.optional(), defaultRole: DefaultRoleSchema.optional() })
  .meta({ id: "FolderUpdate" });

export const FolderMemberSchema = z
  .object({ member: z.string().meta({ description: "A key's or a person's id" }), role: MemberRoleSchema })
  .meta({ id: "FolderMember" });
export const FolderMemberPutSchema = z
  .strictObject({ role: MemberRoleSchema })
  .meta({ id: "FolderMemberPut" });

export const FolderListQuerySchema = z.strictObject(PageQueryFields);
export const FolderPageSchema = pageOf(FolderSchema).meta({ id: "FolderPage" });
export const FolderMemberPageSchema = pageOf(FolderMemberSchema).meta({ id: "FolderMemberPage" });

export type Folder = z.infer<typeof FolderSchema>;
export type FolderCreate = z.infer<typeof FolderCreateSchema>;
export type FolderUpdate = z.infer<typeof FolderUpdateSchema>;
export type FolderMember = z.infer<typeof FolderMemberSchema>;
export type FolderMemberPut = z.infer<typeof FolderMemberPutSchema>;
export type FolderListQuery = z.infer<typeof FolderListQuerySchema>;
export type FolderPage = z.infer<typeof FolderPageSchema>;
export type FolderMemberPage = z.infer<typeof FolderMemberPageSchema>;
export type FolderListInput = z.input<typeof FolderListQuerySchema>;

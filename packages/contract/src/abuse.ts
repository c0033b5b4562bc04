import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { TimestampSchema, text } from "./text.ts";
import { MAX_URL_LENGTH } from "./url.ts";

const AnyLinkSchema = text(1, 2_000).meta({
  description: "The short URL or the id of a link, of whatever workspace",
  example: "https://go.example.com/spring-sale",
});
const ReasonSchema = text(1, 200).meta({ description: "What the link's owner is told", example: "phishing" });

export const LinkBlockSchema = z
  .strictObject({ link: AnyLinkSchema, reason: ReasonSchema })
  .meta({ id: "LinkBlock" });
export const LinkUnblockSchema = z.strictObject({ link: AnyLinkSchema }).meta({ id: "LinkUnblock" });

/** A link as the instance's administrator sees it: enough to judge it by. */
export const JudgedLinkSchema = z
  .object({
    id: z.string(),
    workspace: z.string().meta({ description: "The workspace's id" }),
    shortUrl: z.string(),
    url: z.string(),
    blockedReason: z.string().nullable().meta({ description: "null where it is not blocked" }),
    blockedAt: TimestampSchema.nullable(),
    version: z.int(),
  })
  .meta({ id: "JudgedLink" });

export const BlockedDestinationCreateSchema = z
  .strictObject({
    destination: text(1, MAX_URL_LENGTH).meta({
      description: "A host, which stands for all below it, or the beginning of a URL",
      example: "bad.example",
    }),
    reason: ReasonSchema,
  })
  .meta({ id: "BlockedDestinationCreate" });

export const BlockedDestinationSchema = z
  .object({
    id: z.string().meta({ example: "blk_0UhbkR3TqMbV2xPz7KfW" }),
    destination: z.string(),
    reason: z.string(),
    createdBy: z.string(),
    createdAt: TimestampSchema,
  })
  .meta({ id: "BlockedDestination" });

export const BlockedDestinationListQuerySchema = z.strictObject(PageQueryFields);
export const BlockedDestinationPageSchema = pageOf(BlockedDestinationSchema).meta({
  id: "BlockedDestinationPage",
});

export type LinkBlock = z.infer<typeof LinkBlockSchema>;
export type JudgedLink = z.infer<typeof JudgedLinkSchema>;
export type BlockedDestination = z.infer<typeof BlockedDestinationSchema>;
export type BlockedDestinationCreate = z.infer<typeof BlockedDestinationCreateSchema>;
export type BlockedDestinationListQuery = z.infer<typeof BlockedDestinationListQuerySchema>;
export type BlockedDestinationPage = z.infer<typeof BlockedDestinationPageSchema>;
export type BlockedDestinationListInput = z.input<typeof BlockedDestinationListQuerySchema>;
export type LinkUnblock = z.infer<typeof LinkUnblockSchema>;

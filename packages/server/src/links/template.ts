import { type LinkCreate, MetadataSchema, TagsSchema } from "@visoli/contract/link";
import type { Actor } from "../core/actor.ts";
import { invalid, problem } from "../core/errors.ts";
import type { Db } from "../db/schema.ts";
import { findTemplate } from "../db/templates.ts";

/**
 * The input with what its template says wherever it says nothing itself. Tags of both are kept; campaign parameters and metadata are
 * merged name by name. @throws template.not_found, request.invalid
 */
export async function applyTemplate(db: Db, actor: Actor, input: LinkCreate): Promise<LinkCreate> {
  if (input.template === undefined) return input;
  const template = await findTemplate(db, actor.workspaceId, input.template);
  if (!template) throw problem("template.not_found", `There is no template ${input.template}`);
  const fields = JSON.parse(template.fields) as Partial<LinkCreate>;
  const tags = [...new Set([...(fields.tags ?? []), ...(input.tags ?? [])])].sort();
  const merged: LinkCreate = {
    ...fields,
    ...input,
    ...(tags.length > 0 && { tags }),
    ...(fields.utm && input.utm !== null && { utm: { ...fields.utm, ...input.utm } }),
    ...(fields.metadata &&
      input.metadata !== null && { metadata: { ...fields.metadata, ...input.metadata } }),
  };
  checkMerged(merged);
  return merged;
}

/** @throws request.invalid where both together are more than a link may have */
function checkMerged({ tags, metadata }: LinkCreate): void {
  const tooMany = (path: string) => ({ path, code: "too_big", message: "Are too many, with the template's" });
  const faults = [
    ...(TagsSchema.optional().safeParse(tags).success ? [] : [tooMany("tags")]),
    ...(MetadataSchema.nullish().safeParse(metadata).success ? [] : [tooMany("metadata")]),
  ];
  if (faults.length > 0) throw invalid(...faults);
}

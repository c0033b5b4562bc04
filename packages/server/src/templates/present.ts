import type { Template, TemplateFields } from "@visoli/contract/template";
import { problem } from "../core/errors.ts";
import type { TemplateRow } from "../db/templates.ts";
import { iso } from "../lib/time.ts";

export function presentTemplate(row: TemplateRow): Template {
  return {
    id: row.id,
    name: row.name,
    fields: JSON.parse(row.fields) as TemplateFields,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}

export function templateNotFound(reference: string) {
  return problem("template.not_found", `There is no template ${reference}`);
}

export function nameTaken(name: string) {
  return problem("template.name_taken", `Another template of the workspace has the name ${name}`);
}

import type { Template, TemplateCreateInput } from "@visoli/contract/template";
import type { Form } from "../../lib/use-form.ts";

export type FieldsInput = TemplateCreateInput["fields"];
export const UTM = ["source", "medium", "campaign", "term", "content"] as const;
/** Each with what a link has where nothing is said. */
export const SWITCHES = {
  ...{ trackVisitors: true, noindex: true, forwardQuery: false, forwardPath: false, cloak: false },
} as const;
export type SwitchName = keyof typeof SWITCHES;
const TEXTS = ["title", "notes", "folder", "domain", "slugPrefix", "clickIdParameter"] as const;
const NUMBERS = ["slugLength", "maxClicks", "redirectStatus"] as const;

/** What the form holds: "" where a template says nothing. */
export type TemplateDraft = Record<(typeof TEXTS)[number] | (typeof NUMBERS)[number], string> &
  Record<SwitchName, boolean> & {
    name: string;
    tags: string[];
    utm: Record<(typeof UTM)[number], string>;
  };

export type TemplateForm = Form<TemplateDraft>;

const KNOWN: readonly string[] = [...TEXTS, ...NUMBERS, ...Object.keys(SWITCHES), "tags", "utm"];

export function draftOf({ name, fields }: Pick<Template, "name" | "fields">): TemplateDraft {
  const text = (value: unknown) => (value === null || value === undefined ? "" : String(value));
  const texts = Object.fromEntries([...TEXTS, ...NUMBERS].map((each) => [each, text(fields[each])]));
  const switches = Object.fromEntries(
    Object.entries(SWITCHES).map(([each, usual]) => [each, fields[each as SwitchName] ?? usual]),
  );
  return {
    ...(texts as Pick<TemplateDraft, (typeof TEXTS)[number] | (typeof NUMBERS)[number]>),
    ...(switches as Pick<TemplateDraft, SwitchName>),
    name,
    tags: fields.tags ?? [],
    utm: Object.fromEntries(UTM.map((each) => [each, text(fields.utm?.[each])])) as TemplateDraft["utm"],
  };
}

/** The fields as the API takes them: those that say something, and of `before` whatever the form does not know. */
export function fieldsOf(draft: TemplateDraft, before: Template["fields"] = {}): FieldsInput {
  const fields: Record<string, unknown> = Object.fromEntries(
    Object.entries(before).filter(([name]) => !KNOWN.includes(name)),
  );
  for (const name of TEXTS) if (draft[name].trim() !== "") fields[name] = draft[name].trim();
  // What is no number goes to the API as it is, which says so.
  for (const name of NUMBERS) if (draft[name].trim() !== "") fields[name] = Number(draft[name]);
  for (const [name, usual] of Object.entries(SWITCHES))
    if (draft[name as SwitchName] !== usual) fields[name] = draft[name as SwitchName];
  if (draft.tags.length > 0) fields.tags = draft.tags;
  const utm = UTM.filter((name) => draft.utm[name].trim() !== "");
  if (utm.length > 0) fields.utm = Object.fromEntries(utm.map((name) => [name, draft.utm[name].trim()]));
  return fields as FieldsInput;
}

/** What a template says that the form does not show, by the fields' names. */
export function unshownOf(fields: Template["fields"]): string[] {
  return Object.entries(fields)
    .filter(([name, value]) => !KNOWN.includes(name) && value !== null && value !== undefined)
    .map(([name]) => name);
}

/** What a template says, all in all, by the fields' names. */
export function saidOf(fields: Template["fields"]): string[] {
  const isSaid = (value: unknown) => value !== null && value !== undefined && JSON.stringify(value) !== "[]";
  return Object.entries(fields).flatMap(([name, value]) => (isSaid(value) ? [name] : []));
}

import { type Limit, resolve, type Schema } from "./openapi.ts";

/** One line of a table of fields: `preview.title`, `rules[].url`. */
export type Field = {
  path: string;
  type: string;
  isRequired: boolean;
  description: string;
  limits: string[];
};

const DEEPEST = 3;

/** The fields of what the schema describes, those of objects in it beneath them. */
export function fieldsOf(given: Schema, prefix = "", above: string[] = []): Field[] {
  const { schema, name } = resolve(given);
  if (above.length > DEEPEST || (name !== null && above.includes(name))) return [];
  const inside = [...above, name ?? prefix];
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (parts) return unique(parts.flatMap((part) => fieldsOf(part, prefix, inside)));
  if (schema.items) return fieldsOf(schema.items, `${prefix}[]`, inside);
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return [fieldOf(path, value, required.has(key)), ...fieldsOf(value, path, inside)];
  });
}

export function fieldOf(path: string, given: Schema, isRequired: boolean): Field {
  const { schema } = resolve(given);
  const description = given.description ?? schema.description ?? "";
  return { path, type: typeOf(given), isRequired, description, limits: limitsOf(given) };
}

/** `string`, `array of Rule`, `string or null`. */
export function typeOf(given: Schema): string {
  const { schema, name } = resolve(given);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts) return [...new Set(parts.map(typeOf))].join(" or ");
  const types = [schema.type ?? "any"].flat();
  return types
    .map((type) => {
      if (type === "array") return `array of ${schema.items ? typeOf(schema.items) : "any"}`;
      if (type === "string" && schema.format) return schema.format;
      return type === "object" && name !== null ? name : type;
    })
    .join(" or ");
}

const WORDS: Record<Limit, (count: string) => string> = {
  minLength: (count) => `${count} characters or more`,
  maxLength: (count) => `up to ${count} characters`,
  minimum: (count) => `${count} or more`,
  exclusiveMinimum: (count) => `more than ${count}`,
  maximum: (count) => `${count} or less`,
  minItems: (count) => `${count} items or more`,
  maxItems: (count) => `up to ${count} items`,
};
/** More are in the document itself. */
const MOST_VALUES = 30;

function limitsOf(given: Schema): string[] {
  const { schema } = resolve(given);
  const limits = (Object.keys(WORDS) as Limit[]).flatMap((limit) => {
    const count = schema[limit];
    // That something is there goes without saying, and so does what a number can hold.
    if (
      count === undefined ||
      (limit === "minLength" && count <= 1) ||
      Math.abs(count) >= Number.MAX_SAFE_INTEGER
    )
      return [];
    return [WORDS[limit](count.toLocaleString("en"))];
  });
  const values = schema.enum ?? (schema.items && resolve(schema.items).schema.enum);
  if (values)
    limits.push(
      `one of ${values
        .slice(0, MOST_VALUES)
        .map((value) => JSON.stringify(value))
        .join(", ")}${values.length > MOST_VALUES ? ", …" : ""}`,
    );
  if (schema.default !== undefined) limits.push(`default ${JSON.stringify(schema.default)}`);
  if (schema.example !== undefined) limits.push(`e.g. ${JSON.stringify(schema.example)}`);
  return limits;
}

function unique(fields: Field[]): Field[] {
  return [...new Map(fields.map((field) => [field.path, field])).values()];
}

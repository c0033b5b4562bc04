import openApi from "@visoli/contract/openapi.json";
import { ASKED_SCOPES } from "./asked-scopes.ts";
import { slugOf } from "./markdown.ts";

/** JSON Schema, as far as our own document uses it. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  default?: unknown;
  example?: unknown;
  description?: string;
} & Partial<Record<Limit, number>>;
export type Limit =
  | "minLength"
  | "maxLength"
  | "minimum"
  | "maximum"
  | "exclusiveMinimum"
  | "minItems"
  | "maxItems";

export type Parameter = {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
};
type Content = Record<string, { schema?: Schema }>;
type Described = {
  tags?: string[];
  summary?: string;
  description?: string;
  security?: unknown[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};

/** One operation of the API. */
export type Operation = Described & {
  /** Of its place on the page of its tag. */
  id: string;
  method: string;
  path: string;
  /** `POST /api/v1/links` */
  route: string;
  tag: string;
  /** A scope, or `nothing`, `person`, `anybody`, `ownership`. */
  asks: string;
};

type Document = {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
};
const document = openApi as unknown as Document;

/** All operations, as the document has them. */
export function allOperations(): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, described]) => {
      const method = name.toUpperCase();
      const route = `${method} ${path}`;
      const id = slugOf(`${name} ${path.replace(/^\/api(\/v1)?/, "")}`);
      const asks = ASKED_SCOPES[route] ?? (path.startsWith("/api/auth/") ? "nothing" : "person");
      return { ...described, id, method, path, route, tag: described.tags?.[0] ?? "", asks };
    }),
  );
}

/** By tags, in the document's order; what programs need most stands first. */
export function operationsByTag(): Map<string, Operation[]> {
  const byTag = Map.groupBy(allOperations(), ({ tag }) => tag);
  const names = [...byTag.keys()];
  const first = ["Links", "Statistics", "Clicks", "Conversions", "Domains", "Tags", "Folders", "Templates"];
  const last = ["Signing in", "Me", "People", "Instance", "Reports"];
  const place = (name: string) =>
    first.includes(name) ? first.indexOf(name) : last.includes(name) ? 200 + last.indexOf(name) : 100;
  names.sort((a, b) => place(a) - place(b));
  return new Map(names.map((name) => [name, (byTag.get(name) ?? []).sort(byPlace)]));
}

const METHODS = ["POST", "GET", "PUT", "PATCH", "DELETE"];

/** The list and what makes an item of it, then one item, then what is done to it. */
function byPlace(one: Operation, other: Operation): number {
  const place = ({ path, method }: Operation) => path.split("/").length * 10 + METHODS.indexOf(method);
  return place(one) - place(other);
}

/** The schema itself, and the name that it is known by. */
export function resolve(schema: Schema): { schema: Schema; name: string | null } {
  const [, name] = /^#\/components\/schemas\/(.+)$/.exec(schema.$ref ?? "") ?? [];
  if (name === undefined) return { schema, name: null };
  const { $ref: _, ...own } = schema;
  return { schema: { ...document.components.schemas[name], ...own }, name };
}

import { type Operation, resolve, type Schema } from "./openapi.ts";
import { SDK_METHODS } from "./sdk-methods.ts";

const DEEPEST = 4;
/** So many fields that may be left out are shown where none is needed. */
const FEW = 2;

/** Of fields whose schema says no more than that they are text. */
const BY_NAME: Record<string, string> = {
  ...{ password: "a staple of correct horses", newPassword: "another staple of correct horses" },
  ...{ token: "TOKEN", key: "sk_api_...", code: "123456", name: "Spring", memberId: "MEMBER_ID" },
};
const SALE = "https://example.com/sale";
/** Where the schema alone tells too little. */
const BODIES: Record<string, unknown> = {
  "POST /api/v1/links/bulk": { links: [{ url: SALE }, { url: "https://example.com/news", tags: ["mail"] }] },
  "PATCH /api/v1/links/bulk": { links: [{ id: "ext_user-42", url: SALE }] },
  "DELETE /api/v1/links/bulk": { links: [{ id: "ext_user-42" }] },
  "POST /api/v1/conversions": { link: "ext_user-42", type: "lead", externalId: "order-4711" },
  "PATCH /api/v1/domains/{id}": { rootUrl: "https://example.com/" },
  "POST /api/auth/second-factor": { code: "123456" },
};

/** A value that the schema takes; `name` is that of the field. */
export function exampleOf(given: Schema, depth = 0, name = ""): unknown {
  const { schema } = resolve(given);
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  const [part] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (part) return exampleOf(part, depth);
  const type = [schema.type ?? "string"].flat().find((each) => each !== "null");
  if (type === "object") return depth > DEEPEST ? {} : objectOf(schema, depth);
  if (type === "array") return schema.items && depth <= DEEPEST ? [exampleOf(schema.items, depth + 1)] : [];
  if (type === "boolean") return true;
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  return BY_NAME[name] ?? stringOf(schema);
}

function objectOf({ properties = {}, required = [] }: Schema, depth: number): Record<string, unknown> {
  const hasExample = (name: string) => resolve(properties[name] ?? {}).schema.example !== undefined;
  const names = required.length > 0 ? required : Object.keys(properties).filter(hasExample).slice(0, FEW);
  return Object.fromEntries(
    names.flatMap((name) => {
      const property = properties[name];
      return property ? [[name, exampleOf(property, depth + 1, name)]] : [];
    }),
  );
}

function stringOf({ format, minLength = 0 }: Schema): string {
  if (format === "date-time") return "2027-12-31T23:59:59Z";
  if (format === "email") return "ada@example.com";
  if (format === "uri") return "https://example.com/";
  return "text".padEnd(Math.min(minLength, 40), "-");
}

/** What a call needs: a path, and a body in JSON where there is one. */
export type Call = { path: string; query: [name: string, value: string][]; body: unknown };

export function callOf({ route, path, parameters = [], requestBody }: Operation): Call {
  const schema = requestBody?.content["application/json"]?.schema;
  const query = parameters
    .filter((each) => each.in === "query" && each.required)
    .map((each): [string, string] => [each.name, String(exampleOf(each.schema))]);
  return {
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => placeholder(path, name)),
    query,
    body: BODIES[route] ?? (schema && exampleOf(schema)),
  };
}

const IDS: Record<string, string> = {
  links: "lnk_0VbiyWU5ulEJaDemQ3Tm",
  domains: "dom_0Vbj2kRbtqW3cXh8MzPa",
  keys: "key_0Vbiy9kZXg6eAt1OIPwl",
  webhooks: "whk_0Vbj1mJh5yKc2LpQx8Td",
};

/** `SLUG`, or an id as they look where it is one. */
function placeholder(path: string, name: string): string {
  const noun = path.split("/")[3] ?? "";
  return (name === "id" ? IDS[noun] : undefined) ?? name.replace(/[A-Z]/g, "_$&").toUpperCase();
}

/** Stands where the key goes; `examples` of the page put the reader's own there. */
export const KEY = "\u0001";

/** The call with curl. */
export function curlOf(operation: Operation, publicUrl: string): string {
  const { path, query, body } = callOf(operation);
  const search = query.length > 0 ? `?${new URLSearchParams(query)}` : "";
  const isGet = operation.method === "GET";
  const method =
    isGet || (operation.method === "POST" && body !== undefined) ? "" : `-X ${operation.method} `;
  const url = `${publicUrl}${path}${search}`;
  const parts = [`curl ${method}${search ? `'${url}'` : url}`];
  if (isOfKey(operation)) parts.push(`-H "Authorization: Bearer ${KEY}"`);
  if (body !== undefined) {
    parts.push("-H 'Content-Type: application/json'");
    parts.push(`-d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`);
  }
  return parts.join(" \\\n  ");
}

/** Whether a program with a key may ask it. */
export function isOfKey({ asks }: Operation): boolean {
  return asks !== "nothing" && asks !== "person" && asks !== "ownership";
}

/** The call with `@visoli/sdk`; null for what it does not have, and for what no program asks. */
export function sdkOf(operation: Operation, publicUrl: string): string | null {
  const method = SDK_METHODS[operation.route];
  if (method === undefined || !isOfKey(operation)) return null;
  const { query, body } = callOf(operation);
  const ids = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) =>
    JSON.stringify(placeholder(operation.path, name)),
  );
  const given = body ?? (query.length > 0 ? Object.fromEntries(query) : undefined);
  const isBulk = method.startsWith("links.bulk.");
  const lines = isBulk ? ((given as { links?: unknown } | undefined)?.links ?? []) : given;
  const call = `visoli.${method}(${[...ids, ...(lines === undefined ? [] : [literal(lines)])].join(", ")})`;
  const isStream = isBulk || method.endsWith(".all") || method === "clicks.stream";
  const use = isStream
    ? `for await (const each of ${call}) console.log(each);`
    : `const answer = await ${call};`;
  return `import { Visoli } from "@visoli/sdk";

const visoli = new Visoli({
  apiKey: ${KEY},
  baseUrl: "${publicUrl}",
});
${use}`;
}

/** As one writes it in a program. */
function literal(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/"([A-Za-z_]\w*)":/g, "$1:");
}

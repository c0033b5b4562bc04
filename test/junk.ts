import fc from "fast-check";

/** A route as the OpenAPI document has it. */
export type Route = {
  method: string;
  path: string;
  responses: Record<string, { description: string }>;
  /** Whether it asks for a key. */
  isKeyed: boolean;
  /** Name of the body's schema; empty where there is none. */
  body: string;
  /** The body's fields. */
  fields: string[];
  /** Names of its query parameters. */
  parameters: string[];
};

type Schema = { $ref?: string; properties?: object };
type Operation = {
  responses: Route["responses"];
  security?: unknown[];
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};
type Document = { paths: object; components: { schemas: object } };

export function routesOf({ paths, components }: Document): Route[] {
  const schemas = components.schemas as Record<string, Schema>;
  return Object.entries(paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Route => {
      const { responses, security, parameters = [], requestBody } = operation;
      const body = requestBody?.content["application/json"]?.schema.$ref?.split("/").at(-1) ?? "";
      return {
        ...{ method: method.toUpperCase(), path, responses, body },
        isKeyed: security?.length !== 0,
        fields: Object.keys(schemas[body]?.properties ?? {}),
        parameters: parameters.filter((one) => one.in === "query").map((one) => one.name),
      };
    }),
  );
}

const TEXTS = [
  ...[
    "",
    "\0",
    "\ud800",
    "' or 1=1 --",
    "../..",
    "%",
    "%00",
    "%ff",
    "null",
    "💩",
    "__proto__",
    "-1",
    "1e999",
  ],
  ...["[]", "W10", "WzEuNSwieCJd", "a:b,c", "!", "localhost:3000", "slug", "updatedAt", "active,trashed"],
];
export const junkText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 50 }),
  fc.string({ unit: "grapheme", maxLength: 50 }),
  fc.constantFrom(...TEXTS),
  fc.integer({ min: 100, max: 20_000 }).map((length) => "x".repeat(length)),
);
const junk = fc.oneof(
  { depthSize: "small" },
  junkText,
  fc.jsonValue(),
  fc.constantFrom(null, true, 0, -0, 1e308, 2 ** 53, [], {}, [[[]]], [null], { id: 1 }),
  fc.constantFrom("2027-01-01T00:00:00Z", "https://a.example/", "mailto:a@b.c", ["a", "b"]),
);

/** Bodies from nearly right to nothing like it; `right` is one that is. */
export function bodyFor(route: Route, right: object): fc.Arbitrary<string> {
  const names = fc.constantFrom(...route.fields, "__proto__", "x");
  return fc.oneof(
    fc.dictionary(names, junk, { maxKeys: 6 }).map((fields) => JSON.stringify({ ...fields })),
    fc.tuple(names, junk).map(([field, value]) => JSON.stringify({ ...right, [field]: value })),
    fc.constant(JSON.stringify(right)),
    fc.json(),
    junkText,
  );
}

export function queryFor(route: Route): fc.Arbitrary<Record<string, string>> {
  return fc.dictionary(fc.oneof(fc.constantFrom(...route.parameters, "x"), junkText), junkText, {
    maxKeys: 4,
  });
}

const HEADERS = [
  ...["idempotency-key", "if-match", "content-type", "content-length", "accept", "origin", "x-forwarded-for"],
  ...["range", "expect", "accept-encoding", "if-none-match", "authorization"],
];
const visible = fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code));
const headerText = fc.oneof(
  fc.string({ unit: visible, maxLength: 300 }),
  fc.constantFrom("*", '"1"', "application/json", "application/x-ndjson", "text/html", "é"),
);
export const junkHeaders = fc.dictionary(fc.constantFrom(...HEADERS), headerText, { maxKeys: 3 });

/** The address with every parameter filled in; what cannot stand in one stands there as it is, as a rude client sends it. */
export function addressOf(path: string, id: string, parameters: Record<string, string> = {}): string {
  const encode = (text: string) => {
    try {
      return encodeURIComponent(text);
    } catch {
      return "%ED%A0%80";
    }
  };
  const filled = path.replace(/\{\w+\}/g, id.startsWith("%") ? id : encode(id) || "%20");
  const pairs = Object.entries(parameters).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.length > 0 ? `${filled}?${pairs.join("&")}` : filled;
}

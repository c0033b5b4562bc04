import fc from "fast-check";
import type { RawRequest } from "./raw-http.ts";

/** As much of an OpenAPI document as is needed to ask every operation of it. */
export type OpenApi = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
type Operation = {
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};
type Schema = { $ref?: string; properties?: Record<string, unknown> };

export type Target = {
  method: string;
  path: string;
  queryNames: string[];
  headerNames: string[];
  /** The body's fields; null where the operation takes none. */
  fields: string[] | null;
};

export function targetsOf({ paths, components }: OpenApi): Target[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const names = (place: string) =>
        (operation.parameters ?? []).filter((one) => one.in === place).map((one) => one.name);
      const schema = operation.requestBody?.content["application/json"]?.schema;
      const named = components.schemas[schema?.$ref?.split("/").at(-1) ?? ""] ?? schema;
      const fields = named ? Object.keys(named.properties ?? {}) : null;
      return {
        method: method.toUpperCase(),
        path,
        queryNames: names("query"),
        headerNames: names("header"),
        fields,
      };
    }),
  );
}

const deep = fc.integer({ min: 1, max: 20_000 }).map((depth) => "[".repeat(depth) + "]".repeat(depth));
const huge = fc.integer({ min: 1, max: 300_000 }).map((length) => "ä".repeat(length));
const odd = fc.constantFrom(
  "",
  " ",
  "null",
  "https://example.com/",
  "https://[::1",
  "http://\ud800",
  "https://example.com/\u0000",
  "9999-12-31T23:59:59.999Z",
  "+275760-09-13T00:00:00.001Z",
  "2027-02-30T00:00:00Z",
  "Europe/Berlin",
  "__proto__",
  "lnk_\u202e",
  "'; drop table links; --",
  "{x:String}",
  "\\",
  "%",
  "🏳️‍🌈",
);
const words = fc.oneof(odd, fc.string({ unit: "binary", maxLength: 40 }), fc.string({ maxLength: 300 }), {
  arbitrary: huge,
  weight: 1,
});
const numbers = fc.constantFrom(-1, 0, 1.5, 1e21, -1e308, Number.MAX_SAFE_INTEGER, 2 ** 63);
const value: fc.Arbitrary<unknown> = fc.oneof(
  words,
  numbers,
  fc.jsonValue(),
  fc.constantFrom(null, true, [], {}, [null], [[]]),
);

const bytes = (text: string) => Buffer.from(text);

/** A body from nearly right to nothing like it, as the bytes that are sent. */
function bodyOf(fields: string[]): fc.Arbitrary<Uint8Array> {
  const nearly = fc.record(Object.fromEntries(fields.map((name) => [name, value])), { requiredKeys: [] });
  const right = { url: "https://example.com/", name: "fuzz" };
  const own = Object.fromEntries(Object.entries(right).filter(([name]) => fields.includes(name)));
  const one = fc.tuple(fc.constantFrom(...fields, "unknown"), value).map(([name, odd]) => ({ [name]: odd }));
  const mixed = fc.oneof(one, nearly).map((other) => bytes(JSON.stringify({ ...own, ...other })));
  return fc.oneof(
    { arbitrary: mixed, weight: 5 },
    value.map((one) => bytes(JSON.stringify(one))),
    fc.dictionary(words, value).map((one) => bytes(JSON.stringify(one))),
    fc.tuple(mixed, fc.nat()).map(([whole, cut]) => whole.subarray(0, cut % (whole.length + 1))),
    fc.uint8Array({ maxLength: 200 }),
    deep.map(bytes),
    deep.map((text) => bytes(`{"url":${text}}`)),
    fc
      .constantFrom("", "{", "nul", "{}{}", '{"url":"\\ud800"}', '\ufeff{"url":"https://example.com/"}')
      .map(bytes),
    fc.constant(
      Buffer.concat([bytes('{"url":"https://example.com/'), Buffer.from([0xff, 0xc0, 0x80]), bytes('"}')]),
    ),
    fc.constant(bytes(`{"url":"https://example.com/${"a".repeat(1_100_000)}"}`)),
  );
}

const unreserved = (text: string) =>
  text.replace(/[^\w.~!$'()*,;:@-]/gu, (one) => encodeURIComponent(one.toWellFormed()));
const encoded = words.map((text) => unreserved(text.slice(0, 250)));
const broken = fc.constantFrom(
  "%",
  "%zz",
  "%ff",
  "%00",
  "%2e%2e%2f",
  "%c0%af",
  "..",
  "%ed%a0%80",
  "+",
  "%0d%0aX:1",
);
const segment = fc.oneof(encoded, broken).map((text) => text || "%20");

/** Values that are right somewhere, so that not everything fails at the door. */
const RIGHT: Record<string, string[]> = {
  start: ["2020-01-01T00:00:00Z", "1970-01-01T00:00:00.000%2B01:00"],
  end: ["2099-01-01T00:00:00Z"],
  startDate: ["2020-01-01T00:00:00Z"],
  endDate: ["2099-01-01T00:00:00Z"],
  timezone: ["Asia/Kathmandu", "europe/berlin", "UTC"],
  interval: ["day", "month", "year"],
  groupBy: ["tag", "link", "asn", "utm_term"],
  include: ["bots"],
  limit: ["1", "100"],
  asn: ["!15169", "a,!b", ","],
};

function queryOf(names: string[]): fc.Arbitrary<string> {
  const name = fc.oneof(
    { arbitrary: fc.constantFrom(...names, "limit"), weight: 5 },
    fc.constantFrom("unknown", ""),
    encoded,
  );
  const odd = fc
    .tuple(name, fc.constantFrom("=", "", "=="), fc.oneof(encoded, broken))
    .map((parts) => parts.join(""));
  const known = names.filter((one) => RIGHT[one]);
  const right = known.map((one) => fc.constantFrom(...(RIGHT[one] ?? [])).map((value) => `${one}=${value}`));
  const pair = right.length > 0 ? fc.oneof(odd, { arbitrary: fc.oneof(...right), weight: 3 }) : odd;
  const pairs = fc.oneof({ arbitrary: fc.constant([]), weight: 2 }, fc.array(pair, { maxLength: 4 }));
  return pairs.map((all) => (all.length > 0 ? `?${all.join("&")}` : ""));
}

/** Any bytes but those that end a header; what they mean is the server's problem. */
const headerValue = fc.oneof(
  fc.uint8Array({ min: 32, max: 126, maxLength: 60 }),
  fc.uint8Array({ min: 128, max: 255, minLength: 1, maxLength: 60 }),
  fc.constantFrom("", '"1"', "*", 'W/"1"', "x".repeat(1_000), ",,,", '"').map(bytes),
);
const CONTENT_TYPES = [
  "text/plain",
  "application/xml",
  "application/json; charset=utf-16",
  "multipart/form-data",
  ";",
  "application/jsonx",
];
const contentType = fc.oneof(
  { arbitrary: fc.constant("application/json"), weight: 6 },
  fc.constantFrom(...CONTENT_TYPES),
  fc.constant(null),
);

/** Requests for an operation: proper HTTP, with anything in every place that may hold something; `known` is what is there. */
export function requestsFor(target: Target, apiKey: string, known: string[]): fc.Arbitrary<RawRequest> {
  const names = [
    ...target.headerNames,
    "Accept",
    "Accept-Language",
    "User-Agent",
    "Referer",
    "X-Forwarded-For",
    "Cookie",
  ];
  const authorization = fc.oneof(
    { arbitrary: fc.constant(bytes(`Bearer ${apiKey}`)), weight: 9 },
    headerValue,
  );
  const path = target.path
    .split(/(\{\w+\})/)
    .map((part) => (part.startsWith("{") ? fc.oneof(segment, fc.constantFrom(...known)) : fc.constant(part)));
  return fc
    .record({
      path: fc.tuple(...path).map((parts) => parts.join("")),
      query: queryOf(target.queryNames),
      authorization,
      odd: fc.dictionary(fc.constantFrom(...names), headerValue, { maxKeys: 3 }),
      type: contentType,
      body: target.fields ? bodyOf(target.fields) : fc.constant(null),
    })
    .map(({ path, query, authorization, odd, type, body }) => ({
      method: target.method,
      target: path + query,
      headers: [
        ["Authorization", authorization],
        ...Object.entries(odd),
        ...(body && type !== null ? [["Content-Type", bytes(type)] as [string, Uint8Array]] : []),
      ],
      body,
    }));
}

/** What is no HTTP, or barely. */
export const notHttp: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map((junk) => Buffer.concat([junk, bytes("\r\n\r\n")])),
  fc
    .constantFrom(
      "GET / HTTP/9.9\r\n\r\n",
      "GET /api/v1/links HTTP/1.1\r\n\r\n",
      "GET  HTTP/1.1\r\nHost: a\r\n\r\n",
      "POST /api/v1/links HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
      "POST /api/v1/links HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
      "POST /api/v1/links HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "GET http://elsewhere.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
      `GET /${"a".repeat(70_000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${"b".repeat(70_000)}\r\nConnection: close\r\n\r\n`,
      "GET / HTTP/1.1\r\nHost: \u0000\r\nConnection: close\r\n\r\n",
    )
    .map(bytes),
);

import { expect, test } from "bun:test";
import { MAX_CONTENT_LENGTH, normalizeSkipPattern, RewriteSchema } from "./rewrite.ts";

const parse = (fields: object) => RewriteSchema.safeParse({ content: "x", format: "text", ...fields });

test("what is left out has its default", () => {
  expect(RewriteSchema.parse({ content: "", format: "html" })).toEqual({
    content: "",
    format: "html",
    includeImages: false,
    skip: [],
    reuse: true,
  });
});

test("content may hold anything but NUL and lone surrogates, up to a million characters", () => {
  for (const content of ["", "a\r\n\tb\u0001\u0085", "😀", "a".repeat(MAX_CONTENT_LENGTH)])
    expect(parse({ content }).success).toBe(true);
  for (const content of ["a\0", "\ud800", "a".repeat(MAX_CONTENT_LENGTH + 1)])
    expect(parse({ content }).success).toBe(false);
});

test("unknown formats and fields are refused", () => {
  for (const fields of [{ format: "pdf" }, { extra: 1 }, { utm: { id: "x" } }, { utm: { source: "" } }])
    expect([fields, parse(fields).success]).toEqual([fields, false]);
  expect(parse({ utm: { source: "mail", campaign: "spring" }, tags: ["b", "a", "b"] }).data).toMatchObject({
    utm: { source: "mail", campaign: "spring" },
    tags: ["a", "b"],
  });
});

test("a skip pattern is a host or the beginning of a URL", () => {
  const normal = {
    "example.com": "example.com",
    "Example.COM.": "example.com",
    "bücher.example": "xn--bcher-kva.example",
    "localhost:3000": "localhost:3000",
    "[::1]": "[::1]",
    "HTTPS://Example.com/Unsubscribe": "https://example.com/Unsubscribe",
    "https://example.com": "https://example.com/",
  };
  for (const [pattern, expected] of Object.entries(normal)) {
    expect(normalizeSkipPattern(pattern)).toBe(expected);
    expect(parse({ skip: [pattern] }).success).toBe(true);
  }
  const wrong = [
    "",
    " ",
    "exa mple.com",
    "example.com/path",
    "*.example.com",
    "user@example.com",
    "https://",
  ];
  for (const pattern of [...wrong, "mailto:a@example.com", "example.com?x", "a\nb"])
    expect([pattern, parse({ skip: [pattern] }).success]).toEqual([pattern, false]);
  expect(parse({ skip: Array.from({ length: 101 }, (_, index) => `${index}.example.com`) }).success).toBe(
    false,
  );
});

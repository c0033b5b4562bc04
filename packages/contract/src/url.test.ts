import { expect, test } from "bun:test";
import fc from "fast-check";
import { DestinationSchema, MAX_URL_LENGTH, toLocation } from "./url.ts";

const accepts = (url: string) => DestinationSchema.safeParse(url).success;

test("absolute http and https addresses are taken, unchanged", () => {
  const taken = [
    ...[
      "https://example.com",
      "http://example.com/a?b=c#d",
      "HTTPS://EXAMPLE.COM/",
      "http://127.0.0.1:8080/",
    ],
    ...[
      "https://bücher.example/straße?q=ü",
      "https://user:password@example.com/",
      "http://[2001:db8::1]:80/x",
    ],
    ...[
      "https://example.com/%",
      "https://example.com/a b",
      `https://example.com/${"x".repeat(MAX_URL_LENGTH - 20)}`,
    ],
  ];
  for (const url of taken) expect(DestinationSchema.parse(url)).toBe(url);
});

test("everything else is refused", () => {
  const refused = [
    ...[
      "",
      " ",
      "example.com",
      "//example.com",
      "/path",
      "https:example.com",
      "https:/example.com",
      "https:///x",
    ],
    ...[
      "javascript:alert(1)",
      "JavaScript:alert(1)",
      "data:text/html,x",
      "ftp://example.com",
      "file:///etc/passwd",
    ],
    ...[
      "mailto:a@b.c",
      "blob:https://example.com/x",
      "view-source:https://example.com",
      "about:blank",
      "ws://a.b",
    ],
    ...[
      "https://",
      "https://:80",
      "https://?x",
      "https://#x",
      "http://[::1",
      "http://a:99999/",
      "http://%00/",
    ],
    ...[
      " https://example.com",
      "https://exa mple.com",
      "https://a.b\\\0",
      "https://example.com/\r\nSet-Cookie: a=b",
    ],
    ...[
      "https://example.com/\u0000",
      "https://example.com/\ud800",
      "https://example.com/\u0085",
      "https://xn--/",
    ],
    `https://example.com/${"x".repeat(MAX_URL_LENGTH - 19)}`,
  ];
  for (const url of refused) expect([url.slice(0, 50), accepts(url)]).toEqual([url.slice(0, 50), false]);
});

test("what is taken has a Location of plain ASCII with its scheme in front, and one header line of it", () => {
  const part = fc.string({ unit: "grapheme", maxLength: 30 });
  fc.assert(
    fc.property(fc.webUrl(), part, part, (base, path, query) => {
      const url = `${base}/${path}?${query}`;
      if (!accepts(url)) return;
      expect(toLocation(url)).toMatch(/^https?:\/\/[\x21-\x7e]+$/);
    }),
  );
});

test("any text at all is either refused or leads to the web", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), fc.string()), (url) => {
      if (accepts(url)) expect(toLocation(url)).toMatch(/^https?:\/\/[^/]/);
    }),
    { numRuns: 1_000 },
  );
});

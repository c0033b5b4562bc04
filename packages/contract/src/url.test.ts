import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  DestinationSchema,
  isWebScheme,
  MAX_URL_LENGTH,
  SchemeSchema,
  schemeOf,
  toLocation,
  WebAddressSchema,
} from "./url.ts";

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
      "chrome://settings",
      "file:///etc/passwd",
    ],
    ...[
      "-mailto:a@b.c",
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

test("other schemes are taken as they are: whether a link may have one is the workspace's word", () => {
  const taken = [
    ...["mailto:a@b.c?subject=Hi", "tel:+4912345", "ftp://example.com/x", "myapp://open/item?id=1"],
    ...["itms-apps://apps.apple.com/app/id1", "MAILTO:a@b.c", "sms:+1", "magnet:?xt=urn:btih:1", "x:y"],
  ];
  for (const url of taken) {
    expect(DestinationSchema.parse(url)).toBe(url);
    expect(toLocation(url)).toMatch(/^[a-z][a-z0-9+.-]*:[\x21-\x7e]*$/);
    expect(WebAddressSchema.safeParse(url).success).toBe(false);
  }
});

const NEVER = [
  ...["about", "blob", "chrome", "data", "file", "filesystem", "jar", "javascript", "resource"],
  ...["vbscript", "view-source", "ws", "wss"],
];

test("schemes that run or read something are never taken, whatever they look like, nor can be allowed", () => {
  for (const scheme of NEVER) {
    for (const spelled of [
      scheme,
      scheme.toUpperCase(),
      scheme.replace(/^./, (letter) => letter.toUpperCase()),
    ]) {
      for (const rest of [":", ":x", "://x", "://a.b/c", ":alert(1)", ":text/html,x", ":https://a.b/"])
        expect([spelled + rest, accepts(spelled + rest)]).toEqual([spelled + rest, false]);
      expect([spelled, SchemeSchema.safeParse(spelled).success]).toEqual([spelled, false]);
    }
  }
  // The URL parser drops tabs and line ends, and blanks in front.
  for (const trick of [
    "java\tscript:x",
    "java\nscript:x",
    " javascript:x",
    "\0javascript:x",
    "\u00a0javascript:x",
  ])
    expect([trick, accepts(trick)]).toEqual([trick, false]);
});

test("a scheme that can be allowed is a name, in lower case", () => {
  expect(SchemeSchema.parse("MailTo")).toBe("mailto");
  for (const scheme of ["itms-apps", "web+coffee", "a", "x.y"])
    expect(SchemeSchema.parse(scheme)).toBe(scheme);
  for (const wrong of ["", "mailto:", "1a", "-a", "a b", "ä", "a/b", "a".repeat(51)])
    expect([wrong, SchemeSchema.safeParse(wrong).success]).toEqual([wrong, false]);
});

test("any text at all is either refused, or leads to the web or to a scheme that runs nothing", () => {
  const scheme = fc.constantFrom(...NEVER, "https", "mailto", "x");
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.string());
  const any = fc.oneof(
    text,
    fc.webUrl(),
    fc.tuple(scheme, text).map((parts) => parts.join(":")),
  );
  fc.assert(
    fc.property(any, (url) => {
      if (!accepts(url)) return;
      const location = toLocation(url) ?? "";
      expect(location).toMatch(/^[\x21-\x7e]+$/);
      expect(NEVER).not.toContain(schemeOf(location));
      if (isWebScheme(schemeOf(url))) expect(location).toMatch(/^https?:\/\/[^/]/);
      else expect(schemeOf(location)).toBe(schemeOf(url));
    }),
    { numRuns: 3_000 },
  );
});

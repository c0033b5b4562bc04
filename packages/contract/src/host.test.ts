import { expect, test } from "bun:test";
import fc from "fast-check";
import { HostNameSchema, normalizeHost } from "./host.ts";

test("a host is stored in one spelling, whatever script and case it came in", () => {
  const same: [string, string][] = [
    ["go.example.com", "go.example.com"],
    ["GO.Example.COM", "go.example.com"],
    ["go.example.com.", "go.example.com"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["BÜCHER.example", "xn--bcher-kva.example"],
    ["bu\u0308cher.example", "xn--bcher-kva.example"],
    ["例え。テスト", "xn--r8jz45g.xn--zckzah"],
    ["a.b", "a.b"],
  ];
  for (const [given, stored] of same) expect([given, normalizeHost(given)]).toEqual([given, stored]);
});

test("what is no bare name of a host with a dot in it is refused", () => {
  const refused = [
    ...["localhost", "com", "", ".", "..", "a..b", ".example.com", "example..", "-a.example", "a-.example"],
    ...["1.2.3.4", "127.1", "0x7f.0.0.1", "1.2", "[::1]", "::1", "256.1.1.1", "a.1", "example.123"],
    ...["example.com:80", "example.com:", "http://example.com", "example.com/", "example.com/x", "a@b.com"],
    ...["example.com?x", "example.com#x", "ex%61mple.com", "a b.com", "a\\b.com", "_dmarc.example.com"],
    ...[
      "*.example.com",
      "xn--zz.com",
      "a\tb.com",
      `${"a".repeat(64)}.com`,
      `${"a.".repeat(127)}com`,
      "a\u200b.b\0",
    ],
  ];
  for (const host of refused) expect([host, HostNameSchema.safeParse(host).success]).toEqual([host, false]);
});

test("whatever is taken is taken again as it is", () => {
  fc.assert(
    fc.property(fc.oneof(fc.domain(), fc.string({ unit: "binary", maxLength: 40 })), (host) => {
      const name = normalizeHost(host);
      if (name !== null) expect([normalizeHost(name), new URL(`http://${name}/`).host]).toEqual([name, name]);
    }),
  );
});

import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Domain, Domains } from "./domains.ts";
import { readShortUrl } from "./read-short-url.ts";

const own: Domain = {
  id: "",
  workspaceId: null,
  host: "localhost:3000",
  isCaseSensitive: true,
  settings: {},
};
const custom: Domain = {
  id: "dom_1",
  workspaceId: "ws_1",
  host: "go.example.com",
  isCaseSensitive: false,
  settings: {},
};
const known = new Map([own, custom].map((domain) => [domain.host, domain]));
const domains = { own, byHost: (host: string) => known.get(host) ?? null } as Domains;

test.each([
  ["http://localhost:3000/spring", "", "spring"],
  ["HTTP://LOCALHOST:3000/Spring", "", "Spring"],
  ["localhost:3000/spring", "", "spring"],
  ["http://127.0.0.1:3000/spring", "", "spring"],
  ["http://[::1]/spring", "", "spring"],
  ["http://printer/spring", "", "spring"],
  ["https://go.example.com/Spring", "dom_1", "spring"],
  ["go.example.com./Spring/Sale?utm=1#x", "dom_1", "spring/sale"],
  ["https://go.example.com:8443/spring+", "dom_1", "spring"],
  ["https://go.example.com/spring/", "dom_1", "spring"],
  ["https://go.example.com/fr%C3%BChling", "dom_1", "frühling"],
  ["https://go.example.com/fru\u0308hling", "dom_1", "frühling"],
])("%s is the address of a link", (text, domain, slugKey) => {
  expect(readShortUrl(domains, text)).toEqual({ domain, slugKey });
});

test.each([
  "https://example.com/spring",
  "http://localhost:3000/",
  "http://localhost:3000",
  "",
  "http://[",
  "https://go.example.com/%E0%A4%A",
  "ftp://go.example.com/x",
])("%j is none", (text) => {
  expect(readShortUrl(domains, text)).toBeNull();
});

test("any text is read without an error", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webUrl()), (text) => {
      readShortUrl(domains, text);
      readShortUrl(domains, `http://localhost:3000/${text}`);
    }),
  );
});

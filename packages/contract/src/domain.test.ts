import { expect, test } from "bun:test";
import { DomainCreateSchema, DomainUpdateSchema } from "./domain.ts";

const host = "go.example.com";
const isRefused = (input: object) => !DomainCreateSchema.safeParse({ host, ...input }).success;

test("a domain needs a host, and nothing else", () => {
  expect(DomainCreateSchema.parse({ host: "GO.example.com" })).toEqual({ host });
  expect(DomainCreateSchema.safeParse({}).success).toBe(false);
});

test("addresses are of the web, statuses redirect, and no other fields are known", () => {
  const refused = [
    { rootUrl: "mailto:a@b.c" },
    { notFoundUrl: "x" },
    { expiredUrl: "" },
    { redirectStatus: 200 },
  ];
  const others = [
    { noindex: 1 },
    { robots: "none" },
    { token: "x" },
    { verified: true },
    { caseSensitive: null },
  ];
  for (const input of [...refused, ...others]) expect([input, isRefused(input)]).toEqual([input, true]);
});

test("files for apps are a JSON object and a list of such, of 64 KiB at most", () => {
  for (const input of [{ appleAppSiteAssociation: [] }, { assetLinks: {} }, { assetLinks: [1] }])
    expect([input, isRefused(input)]).toEqual([input, true]);
  const sized = (bytes: number) => ({ a: "ü".repeat((bytes - 8) / 2) });
  expect(isRefused({ appleAppSiteAssociation: sized(65_536) })).toBe(false);
  expect(isRefused({ appleAppSiteAssociation: sized(65_538) })).toBe(true);
  expect(isRefused({ assetLinks: [sized(65_536)] })).toBe(true);
});

test("the host stays; null puts a default back", () => {
  expect(DomainUpdateSchema.safeParse({ host }).success).toBe(false);
  expect(DomainUpdateSchema.parse({ rootUrl: null, noindex: null })).toEqual({
    rootUrl: null,
    noindex: null,
  });
});

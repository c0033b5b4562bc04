import { expect, test } from "bun:test";
import { parseReference } from "./link-reference.ts";

const CONFIG = { domain: "go.example.org" };

test("reads an id, an externalId, or a domain and a slug", () => {
  expect(parseReference(CONFIG, "lnk_abc")).toEqual({ id: "lnk_abc" });
  expect(parseReference(CONFIG, "ext_user-42")).toEqual({ externalId: "user-42" });
  expect(parseReference(CONFIG, "Go.Example.com/Sale")).toEqual({ domain: "go.example.com", slug: "Sale" });
});

test("an externalId may hold anything, and an empty one is one", () => {
  expect(parseReference(CONFIG, "ext_a/b?c%2F")).toEqual({ externalId: "a/b?c%2F" });
  expect(parseReference(CONFIG, "ext_ext_")).toEqual({ externalId: "ext_" });
  expect(parseReference(CONFIG, "ext_")).toEqual({ externalId: "" });
});

test("a slug is found by either spelling of its letters", () => {
  expect(parseReference(CONFIG, "a.b/Gro\u0308ße")).toEqual({ domain: "a.b", slug: "Größe" });
});

test("anything else is an id that no link has", () => {
  for (const text of ["", "spring-sale", "LNK_1"]) expect(parseReference(CONFIG, text)).toEqual({ id: text });
  expect(parseReference(CONFIG, "/x")).toEqual({ domain: "", slug: "x" });
});

test("the service's own domain is not written down, so that it can change", () => {
  expect(parseReference(CONFIG, "GO.example.org/x")).toEqual({ domain: "", slug: "x" });
});

import { expect, test } from "bun:test";
import type { Domain, Domains } from "./domains.ts";
import { parseReference } from "./link-reference.ts";

const own = { workspaceId: null, isCaseSensitive: true, settings: {} };
const KNOWN: Domain[] = [
  { ...own, id: "", host: "go.example.org" },
  { ...own, id: "dom_exact", workspaceId: "ws_1", host: "go.example.com" },
  { ...own, id: "dom_loose", workspaceId: "ws_1", host: "loose.example", isCaseSensitive: false },
];
const DOMAINS: Pick<Domains, "byHost"> = {
  byHost: (host) => KNOWN.find((each) => each.host === host) ?? null,
};
const read = (text: string) => parseReference(DOMAINS as Domains, text);

test("reads an id, an externalId, or a domain and a slug", () => {
  expect(read("lnk_abc")).toEqual({ id: "lnk_abc" });
  expect(read("ext_user-42")).toEqual({ externalId: "user-42" });
  expect(read("Go.Example.com/Sale")).toEqual({ domain: "dom_exact", slugKey: "Sale" });
});

test("an externalId may hold anything, and an empty one is one", () => {
  expect(read("ext_a/b?c%2F")).toEqual({ externalId: "a/b?c%2F" });
  expect(read("ext_ext_")).toEqual({ externalId: "ext_" });
  expect(read("ext_")).toEqual({ externalId: "" });
});

test("a slug is found by either spelling of its letters, and where capitals do not count by any", () => {
  expect(read("go.example.com/Gro\u0308ße")).toEqual({ domain: "dom_exact", slugKey: "Größe" });
  expect(read("loose.example/GRO\u0308SSe")).toEqual({ domain: "dom_loose", slugKey: "grösse" });
});

test("a slug may have slashes inside", () => {
  expect(read("go.example.com/team/a/b")).toEqual({ domain: "dom_exact", slugKey: "team/a/b" });
});

test("anything else, also on a domain that nobody has, is an id that no link has", () => {
  for (const text of ["", "spring-sale", "LNK_1", "/x", "a.b/x", "other.example/x"])
    expect(read(text)).toEqual({ id: text });
});

test("the service's own domain is not written down, so that it can change", () => {
  expect(read("GO.example.org/x")).toEqual({ domain: "", slugKey: "x" });
});

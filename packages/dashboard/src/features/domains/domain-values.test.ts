import { describe, expect, test } from "bun:test";
import { changesOf, type DomainValues, jsonFault } from "./domain-values.ts";

const BEFORE: DomainValues = {
  ...{ rootUrl: "https://example.com/", notFoundUrl: "", expiredUrl: "", redirectStatus: "", noindex: true },
  ...{ isCrawled: true, caseSensitive: true, apple: "", android: "" },
};

describe("a domain's changes", () => {
  test("name what is different alone", () => {
    expect(changesOf(BEFORE, BEFORE)).toEqual({});
    expect(changesOf(BEFORE, { ...BEFORE, isCrawled: false, redirectStatus: "308" })).toEqual({
      robots: "disallow",
      redirectStatus: 308,
    });
  });

  test("clear what was emptied", () => {
    expect(changesOf(BEFORE, { ...BEFORE, rootUrl: "" })).toEqual({ rootUrl: null });
    const withFile = { ...BEFORE, apple: '{"applinks":{}}' };
    expect(changesOf(BEFORE, withFile)).toEqual({ appleAppSiteAssociation: { applinks: {} } });
    expect(changesOf(withFile, BEFORE)).toEqual({ appleAppSiteAssociation: null });
  });
});

test("a file that is no JSON says why", () => {
  expect(jsonFault("")).toBeUndefined();
  expect(jsonFault("[1, 2]")).toBeUndefined();
  expect(jsonFault("[1,")).toBeString();
});

import { describe, expect, test } from "bun:test";
import { inputOf, NEW } from "./webhook-values.ts";

const URL = "https://example.com/hook";

describe("a webhook's form", () => {
  test("asks for everything but clicks, unless told", () => {
    expect(inputOf({ ...NEW, url: ` ${URL} ` })).toEqual({
      ...{ url: URL, events: ["*"], enabled: true, description: null, filters: null },
    });
    expect(inputOf({ ...NEW, url: URL, withClicks: true }).events).toEqual(["*", "link.clicked"]);
  });

  test("names tags for clicks alone, and keeps filters that it does not show", () => {
    const values = { ...NEW, url: URL, isAll: false, chosen: ["link.clicked"], tags: "spring, , mail" };
    expect(inputOf(values, { classes: ["bot"] }).filters).toEqual({
      classes: ["bot"],
      tags: ["spring", "mail"],
    });
    expect(inputOf({ ...values, chosen: ["link.created"] }).filters).toBeNull();
  });
});

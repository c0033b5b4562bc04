import { describe, expect, test } from "bun:test";
import { FilterSchema } from "@visoli/contract/filter";
import { StatsQuerySchema } from "@visoli/contract/stats";
import fc from "fast-check";
import type { LinkListOptions } from "./links.ts";
import type { StatsOptions } from "./stats.ts";
import { path, queryString } from "./url.ts";

describe("a path", () => {
  test("holds each value as one segment", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (id) => {
        fc.pre(id !== "." && id !== ".." && id.isWellFormed());
        const { pathname } = new URL(`http://h${path`/api/v1/links/${id}/qr`}`);
        expect(pathname.split("/").map(decodeURIComponent)).toEqual(["", "api", "v1", "links", id, "qr"]);
      }),
    );
  });

  test.each(["", ".", ".."])("with %j for an id would be another one", (id) => {
    expect(() => path`/api/v1/links/${id}`).toThrow(TypeError);
  });

  test("takes no undefined for an id", () => {
    expect(() => path`/api/v1/links/${undefined as unknown as string}`).toThrow(TypeError);
  });
});

describe("a query", () => {
  test("leaves out what is undefined", () => {
    expect(queryString({ tag: undefined })).toBe("");
    expect(queryString()).toBe("");
    expect(queryString({ search: "a b&c", limit: 5, other: true })).toBe(
      "?search=a+b%26c&limit=5&other=true",
    );
  });

  test("of a list is read by the API as that list", () => {
    const values = fc.array(fc.string({ unit: "grapheme-ascii", minLength: 1 }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(values, (include) => {
        // A backslash before a comma, and an exclamation mark before all, say something in the API's own spelling.
        fc.pre(include.every((value) => !/^!|\\/.test(value)));
        const read = new URLSearchParams(queryString({ country: include })).get("country") ?? "";
        expect(FilterSchema.parse(read)).toEqual({ include, exclude: [] });
      }),
    );
  });

  test("of statistics passes the API's own schema, and its types are the contract's", () => {
    const query: StatsOptions = {
      ...{ groupBy: ["country", "device"], country: ["DE", "!AT"], hour: [8, 9], other: true, limit: 3 },
      ...{ metrics: "clicks", interval: "day" },
    };
    const read = StatsQuerySchema.parse(Object.fromEntries(new URLSearchParams(queryString(query))));
    expect(read).toMatchObject({
      groupBy: ["country", "device"],
      other: true,
      limit: 3,
      metrics: ["clicks"],
    });
    expect(read.country).toEqual({ include: ["DE"], exclude: ["AT"] });
    // @ts-expect-error: no dimension
    const wrong: StatsOptions = { groupBy: ["planet"] };
    // @ts-expect-error: no such field
    const unknown: LinkListOptions = { colour: "red" };
    // @ts-expect-error: a number
    const text: LinkListOptions = { limit: "5" };
    expect([wrong, unknown, text].length).toBe(3);
  });
});

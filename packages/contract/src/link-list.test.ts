import { expect, test } from "bun:test";
import { LINK_STATUSES } from "./link.ts";
import { LinkListQuerySchema } from "./link-list.ts";

const faults = (query: Record<string, unknown>) =>
  LinkListQuerySchema.safeParse(query).error?.issues.map((issue) => issue.path.join("."));

test("a list takes 1 to 100 at a time, 50 unless told, and no unknown parameter", () => {
  expect(LinkListQuerySchema.parse({})).toEqual({ limit: 50, sort: "createdAt" });
  expect(LinkListQuerySchema.parse({ limit: "100" }).limit).toBe(100);
  for (const limit of ["0", "101", "-1", "1.5", "ten", "", "NaN", "1e99"])
    expect(LinkListQuerySchema.safeParse({ limit }).success).toBe(false);
  expect(LinkListQuerySchema.safeParse({ serach: "a" }).success).toBe(false);
});

test("statuses are named with commas between, each once", () => {
  expect(LinkListQuerySchema.parse({ status: "expired" }).status).toEqual(["expired"]);
  expect(LinkListQuerySchema.parse({ status: LINK_STATUSES.join() }).status).toEqual([...LINK_STATUSES]);
  expect(LinkListQuerySchema.parse({ status: "active,broken,active" }).status).toEqual(["active", "broken"]);
  for (const status of ["", ",", "active,", ",active", "Active", "active, broken", "gone", "active;broken"])
    expect([status, faults({ status })]).toEqual([status, expect.arrayContaining(["status"])]);
});

test("metadata is pairs of name and value, or names alone", () => {
  const read = (metadata: string) => LinkListQuerySchema.parse({ metadata }).metadata;
  expect(read("a:1")).toEqual([{ name: "a", value: "1" }]);
  expect(read("a:1:2,b")).toEqual([
    { name: "a", value: "1:2" },
    { name: "b", value: null },
  ]);
  expect(read("a:x\\,y")).toEqual([{ name: "a", value: "x,y" }]);
  expect(read("a:")).toEqual([{ name: "a", value: "" }]);
  expect(faults({ metadata: "a,b,c,d,e" })).toBeUndefined();
  expect(faults({ metadata: "a,b,c,d,e,f" })).toEqual(["metadata"]);
});

test("metadata that is to be left out is refused, as it would be passed over", () => {
  for (const metadata of ["!a:1", "a:1,!b", "!"])
    expect([metadata, faults({ metadata })]).toEqual([metadata, ["metadata"]]);
});

test("instants, orders and names are what they say", () => {
  const right = {
    createdAfter: "2027-01-01T00:00:00+01:00",
    sort: "slug",
    order: "asc",
    domain: "GO.Example",
  };
  expect(LinkListQuerySchema.parse(right)).toMatchObject({
    ...{ createdAfter: "2026-12-31T23:00:00.000Z", sort: "slug", order: "asc", domain: "go.example" },
  });
  const wrong = {
    createdAfter: "today",
    createdBefore: "1",
    sort: "clicks",
    order: "down",
    folder: "",
    tag: "",
  };
  expect(faults(wrong)?.sort()).toEqual(Object.keys(wrong).sort());
});

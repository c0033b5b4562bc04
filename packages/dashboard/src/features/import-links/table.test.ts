import { expect, test } from "bun:test";
import { LinkCreateSchema } from "@visoli/contract/link";
import fc from "fast-check";
import { parseCsv } from "../../lib/csv.ts";
import { FIELDS, faultOf, instantOf, lineOf, readTable, refusedText, reportText, withHead } from "./table.ts";

const NOTHING = { domain: "", tags: [] };
const lines = (text: string, common = NOTHING) => {
  const table = readTable(text);
  return table.rows.map((row) => lineOf(table, row, common));
};

test("columns are known by their names, however they are written", () => {
  const { fields } = readTable("Long URL;UTM_Source;external-id;Tags;metadata.invoice;anything\nx;y;z;a;b;c");
  expect(fields).toEqual(["url", "utm.source", "externalId", "tags", "metadata.invoice", ""]);
  expect(readTable("url,link,title\na,b,c").fields).toEqual(["url", "", "title"]);
});

test("addresses alone, a line each, need no head", () => {
  expect(lines("https://a.example/?x=1,2\nhttps://b.example\n")).toEqual([
    { url: "https://a.example/?x=1,2" },
    { url: "https://b.example" },
  ]);
  expect(readTable("Sale\thttps://a.example").fields).toEqual(["", "url"]);
});

test("the first line can be said to be a head, and not to be one", () => {
  const table = readTable("url,title\nhttps://a.example,A\n");
  const without = withHead(table, false);
  expect(without.rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
    [1, "url"],
    [2, "https://a.example"],
  ]);
  expect(withHead(without, true)).toEqual(table);
});

test("what a line says is what the API takes", () => {
  const [line] = lines(
    "url,slug,tags,maxClicks,expiresAt,utm_source,metadata.a,notes\nhttps://a.example,s,x; y|z,5,2027-12-31,mail,1,'=1+1",
    { domain: "go.example", tags: ["all", "x"] as never },
  );
  expect(line).toEqual({
    ...{ url: "https://a.example", slug: "s", domain: "go.example", tags: ["x", "y", "z", "all"] },
    ...{ maxClicks: 5, expiresAt: new Date("2027-12-31T00:00").toISOString() },
    ...{ utm: { source: "mail" }, metadata: { a: "1" }, notes: "=1+1" },
  });
  expect(LinkCreateSchema.safeParse(line).error).toBeUndefined();
  expect(lines("url,maxClicks\nhttps://a.example,many")[0]).toMatchObject({ maxClicks: "many" });
});

test("every field is one of the API's, and is found by its own name", () => {
  const names = Object.keys(LinkCreateSchema.shape);
  for (const field of FIELDS) {
    expect(names).toContain(field.split(".")[0] ?? "");
    expect(readTable(`url,${field}\nx,y`).fields[1]).toBe(field === "url" ? "" : field);
  }
});

test("times are read in the zone of the browser, and what is no time stays for the answer to name", () => {
  const iso = new Date("2027-12-31T18:00").toISOString();
  for (const cell of ["2027-12-31 18:00", "2027-12-31T18:00", "31.12.2027 18:00"])
    expect(instantOf(cell)).toBe(iso);
  expect(instantOf("2027-12-31T18:00:00Z")).toBe("2027-12-31T18:00:00Z");
  for (const cell of ["soon", "12/31/2027", "99.99.2027", ""]) expect(instantOf(cell)).toBe(cell);
});

test("a table without addresses, or with two columns of a kind, is told so", () => {
  expect(faultOf({ ...readTable("title,notes\na,b"), fields: ["title", "notes"] })).toEqual({
    code: "noUrl",
  });
  expect(faultOf({ ...readTable("url,x\na,b"), fields: ["url", "url"] })).toEqual({
    code: "twice",
    field: "url",
  });
  expect(faultOf(readTable("url\nhttps://a.example"))).toBeUndefined();
});

test("the refused lines and the report can be read again", () => {
  const table = readTable('url,title\nhttps://a.example,"one, two"\nnothing,=1\n');
  const outcomes = [
    { status: 201, shortUrl: "http://v/a" },
    { status: 422, fault: "url: Must be" },
  ];
  expect(parseCsv(refusedText(table, outcomes)).map(({ cells }) => cells)).toEqual([
    ["url", "title"],
    ["nothing", "'=1"],
  ]);
  expect(parseCsv(reportText(table, outcomes)).map(({ cells }) => cells)).toEqual([
    ["line", "url", "title", "status", "shortUrl", "error"],
    ["2", "https://a.example", "one, two", "201", "http://v/a", ""],
    ["3", "nothing", "'=1", "422", "", "url: Must be"],
  ]);
});

test("no text makes it throw", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const table = readTable(text);
      for (const row of table.rows) lineOf(table, row, NOTHING);
      withHead(withHead(table, true), false);
      reportText(table, []);
    }),
    { numRuns: 300 },
  );
}, 30_000);

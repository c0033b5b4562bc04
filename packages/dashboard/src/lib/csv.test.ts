import { expect, test } from "bun:test";
import fc from "fast-check";
import { cellMeant, csvLine, parseCsv, separatorOf } from "./csv.ts";

const cells = (text: string) => parseCsv(text).map((row) => row.cells);

test("quotes, doubled quotes, line ends of each kind and a BOM are read as RFC 4180 says", () => {
  expect(cells('\uFEFFurl,title\r\nhttps://a.example,"one, ""two""\nthree"\r\n')).toEqual([
    ["url", "title"],
    ["https://a.example", 'one, "two"\nthree'],
  ]);
  for (const end of ["\n", "\r\n", "\r"])
    expect(cells(`a,b${end}${end}1,2${end}`)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  expect(cells("a,b,\n1,,\n")).toEqual([
    ["a", "b", ""],
    ["1", "", ""],
  ]);
  expect(cells("")).toEqual([]);
});

test("semicolons and tabs are noticed, and a comma inside of a list of addresses is no separator of others", () => {
  expect(cells("url;title\nhttps://a.example/?x=1,2;A\n")[1]).toEqual(["https://a.example/?x=1,2", "A"]);
  expect(cells("url\ttitle\nhttps://a.example\tA")[1]).toEqual(["https://a.example", "A"]);
  expect(separatorOf('"a;b",c\n"d;e;f",g')).toBe(",");
  expect(separatorOf("a;b;c\n1;2")).toBe(";");
});

test("each record says on which line it begins", () => {
  expect(parseCsv('a,b\n"x\ny",2\n\n3,4').map(({ line }) => line)).toEqual([1, 2, 5]);
});

test("a quote that never ends takes the rest, and nothing throws", () => {
  expect(cells('a,"b\nc')).toEqual([["a", "b\nc"]]);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', ",", ";", "\t", "\n", "\r", "a") }), (text) => {
      for (const { cells: found } of parseCsv(text)) expect(found.length).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});

test("what is written is read again, whatever it is", () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom('"', ",", ";", "\t", "\n", "\r", "'", "=", "+", "-", "@", "a", " ") }),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }), (rows) => {
      const text = rows.map(csvLine).join("");
      expect(parseCsv(text, ",").map((row) => row.cells.map(cellMeant))).toEqual(rows);
    }),
    { numRuns: 2_000 },
  );
});

test("no cell that is written begins as a formula", () => {
  fc.assert(
    fc.property(fc.constantFrom("=", "+", "-", "@", "\t", "\r"), fc.string(), (first, rest) => {
      const [row] = parseCsv(csvLine([`${first}${rest}`, "b"]), ",");
      expect(row?.cells[0]?.startsWith("'")).toBe(true);
    }),
  );
  expect(csvLine(["=1+1", "https://a.example"])).toBe("'=1+1,https://a.example\r\n");
});

import { expect, test } from "bun:test";
import type { Link } from "@visoli/contract/link";
import { parseCsv } from "../../lib/csv.ts";
import { exportCsv } from "./export.ts";

const link = (more: Partial<Link>) =>
  ({ id: "lnk_1", url: "https://example.com/?a=1,2", tags: ["a", "b"], title: null, ...more }) as Link;
const signal = new AbortController().signal;

test("a file of links has a head, a line for each, and nothing that a spreadsheet would calculate", async () => {
  const links = [link({ title: '=HYPERLINK("http://evil.example")' }), link({ notes: "two\nlines" })];
  const blob = await exportCsv(links, () => {}, signal);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [head, first, second] = parseCsv(await blob.text());
  const at = (name: string) => head?.cells.indexOf(name) ?? -1;
  expect(first?.cells[at("title")]).toBe(`'=HYPERLINK("http://evil.example")`);
  expect(first?.cells[at("url")]).toBe("https://example.com/?a=1,2");
  expect(first?.cells[at("tags")]).toBe("a,b");
  expect(second?.cells[at("notes")]).toBe("two\nlines");
});

test("many links are counted while they come, and stop when told", async () => {
  const counts: number[] = [];
  const many = Array.from({ length: 4_321 }, (_, index) => link({ slug: `s${index}` }));
  const blob = await exportCsv(many, (count) => counts.push(count), signal);
  expect(parseCsv(await blob.text())).toHaveLength(4_322);
  expect(counts.at(-1)).toBe(4_321);
  const stop = new AbortController();
  const stopped = exportCsv(many, (count) => count === 1_000 && stop.abort(), stop.signal);
  await expect(stopped).rejects.toThrow();
});

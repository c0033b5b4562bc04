import { expect, test } from "bun:test";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { temporaryFolder } from "../../../../../test/engines.ts";
import { keyOf } from "./key-hash.ts";
import { createKeyCollector } from "./key-table.ts";
import { openLists } from "./lists.ts";
import { createPacer } from "./pacer.ts";
import { spellingsOf } from "./spelling.ts";

function logTo(lines: string[]) {
  return pino({}, { write: (line: string) => void lines.push(line) });
}

const address = (host: string) => spellingsOf(new URL(`https://${host}/`));

test("a list that is not there is an error at start, and names the file", async () => {
  const missing = join(temporaryFolder(), "missing.txt");
  await expect(openLists([missing], logTo([]))).rejects.toThrow("missing.txt");
});

test("a changed file is read anew, an unchanged one is not", async () => {
  const file = join(temporaryFolder(), "phishing.txt");
  writeFileSync(file, "bad.example\n");
  const lists = await openLists([file], logTo([]));
  expect(lists.reasonAgainst(address("bad.example"))).toBe("phishing");
  expect(await lists.refresh()).toBe(false);
  writeFileSync(`${file}.new`, "bad.example\nworse.example\n");
  renameSync(`${file}.new`, file);
  expect(await lists.refresh()).toBe(true);
  expect(lists.reasonAgainst(address("worse.example"))).toBe("phishing");
  expect(await lists.refresh()).toBe(false);
});

test("a folder is all files in it, as they come and go, but none that begin with a dot", async () => {
  const folder = join(temporaryFolder(), "lists");
  mkdirSync(join(folder, "deeper"), { recursive: true });
  writeFileSync(join(folder, "one.txt"), "one.example");
  writeFileSync(join(folder, ".hidden"), "hidden.example");
  const lists = await openLists([folder], logTo([]));
  writeFileSync(join(folder, "two.hosts"), "0.0.0.0 two.example\r\n0.0.0.0 three.example\r\n");
  expect(await lists.refresh()).toBe(true);
  const reasons = ["one.example", "two.example", "three.example", "hidden.example"].map((host) =>
    lists.reasonAgainst(address(host)),
  );
  expect(reasons).toEqual(["one", "two", "two", null]);
  rmSync(join(folder, "one.txt"));
  expect(await lists.refresh()).toBe(true);
  expect(lists.reasonAgainst(address("one.example"))).toBeNull();
});

test("a list that breaks later keeps what it held, is logged once, and is read again when it is back", async () => {
  const logged: string[] = [];
  const file = join(temporaryFolder(), "list.txt");
  writeFileSync(file, "bad.example\n");
  const lists = await openLists([file], logTo(logged));
  rmSync(file);
  expect(await lists.refresh()).toBe(false);
  expect(await lists.refresh()).toBe(false);
  expect(logged.filter((line) => line.includes("ABUSE_LISTS"))).toHaveLength(1);
  expect(lists.reasonAgainst(address("bad.example"))).toBe("list");
  writeFileSync(file, "other.example\n");
  expect(await lists.refresh()).toBe(true);
  expect(lists.reasonAgainst(address("bad.example"))).toBeNull();
  expect(lists.reasonAgainst(address("other.example"))).toBe("list");
});

test("lines that cannot be read are counted and passed over", async () => {
  const logged: string[] = [];
  const file = join(temporaryFolder(), "odd.txt");
  const odd = ["com", "\0\0\0", "a..b", "http://", "x".repeat(100_000), "good-line.example"];
  writeFileSync(file, odd.join("\n"));
  const lists = await openLists([file], logTo(logged));
  expect(lists.reasonAgainst(address("good-line.example"))).toBe("odd");
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([{ entries: 1, faulty: 5, files: 1 }]);
});

test("300,000 hosts are read in slices: others have their turn many times, and every host is found", async () => {
  const file = join(temporaryFolder(), "long.txt");
  const host = (index: number) => `host-${index}.bad-${index % 977}.example`;
  writeFileSync(file, Array.from({ length: 300_000 }, (_, index) => `0.0.0.0 ${host(index)}`).join("\n"));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const logged: string[] = [];
  const lists = await openLists([file], logTo(logged));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(10);
  const [{ entries, bytes }] = logged.map((line) => JSON.parse(line)) as [{ entries: number; bytes: number }];
  expect(entries).toBe(300_000);
  expect(bytes).toBeLessThan(10_000_000);
  for (let index = 0; index < 300_000; index += 7)
    if (lists.reasonAgainst(address(host(index))) !== "long") throw new Error(`${host(index)} is not found`);
  for (let index = 300_000; index < 340_000; index++)
    if (lists.reasonAgainst(address(host(index))) !== null) throw new Error(`${host(index)} is found`);
});

test("a table holds each key with its first number, the key of zeros too", async () => {
  const collector = createKeyCollector();
  collector.add({ high: 0, low: 0 }, 7);
  for (let index = 0; index < 70_000; index++) collector.add(keyOf(1, `key ${index}`), index % 200);
  collector.add(keyOf(1, "key 3"), 99);
  const table = await collector.build(createPacer());
  expect([table.size, table.get(0, 0)]).toEqual([70_001, 7]);
  for (let index = 0; index < 70_000; index++) {
    const { high, low } = keyOf(1, `key ${index}`);
    if (table.get(high, low) !== index % 200) throw new Error(`key ${index} is lost`);
  }
  const { high, low } = keyOf(1, "another");
  expect(table.get(high, low)).toBe(-1);
});

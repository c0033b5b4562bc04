import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { lineOf } from "../../../../test/clicks.ts";
import { temporaryFolder, until } from "../../../../test/engines.ts";
import { mountTinyDisk } from "../../../../test/tiny-disk.ts";
import { type Journal, openJournal } from "./journal.ts";
import { listSegments } from "./segments.ts";

const MEGABYTE = 1024 * 1024;
const opened: Journal[] = [];
afterEach(() => Promise.all(opened.splice(0).map((journal) => journal.close())));

type Entry = { level: number; msg: string; droppedClicks?: number; heldBytes?: number };

function open(maxBytes: number | null, folder = temporaryFolder()) {
  const entries: Entry[] = [];
  const log = pino({}, { write: (line: string) => void entries.push(JSON.parse(line)) });
  const journal = openJournal({ folder, fsyncMs: 60_000, maxBytes, log });
  opened.push(journal);
  return { journal, folder, entries };
}

const line = (name: string) => `${name.padEnd(1_023, ".")}\n`;
const namesIn = (folder: string): string[] =>
  listSegments(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("")
    .match(/\w+/g) ?? [];
const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

async function append(journal: Journal, lines: string[]): Promise<void> {
  for (const name of lines) await journal.append(lineOf(line(name)));
}

function troubleOf(journal: Journal) {
  const { status, heldBytes, droppedClicks } = journal.state();
  return { status, heldBytes, droppedClicks };
}

describe("with a bound of 1 MB", () => {
  test("what is past it waits in memory, in order, and is written once there is room", async () => {
    const { journal, folder } = open(MEGABYTE);
    await append(journal, names("a", 1_024));
    expect(troubleOf(journal)).toEqual({ status: "ok", heldBytes: 0, droppedClicks: 0 });
    expect(journal.state().bytes).toBe(MEGABYTE);
    await append(journal, names("b", 100));
    expect(troubleOf(journal)).toEqual({ status: "full", heldBytes: 100 * 1_024, droppedClicks: 0 });
    journal.seal();
    await until(() => journal.state().segments === 1);
    // As ingest does it.
    for (const name of listSegments(folder)) rmSync(join(folder, name));
    await until(() => journal.state().status === "ok");
    await append(journal, ["last"]);
    expect(namesIn(folder)).toEqual([...names("b", 100), "last"]);
    await until(() => journal.state().bytes === 101 * 1_024);
  });

  test("as much again waits in memory; after that new clicks are dropped and counted, and told once", async () => {
    const { journal, folder, entries } = open(MEGABYTE);
    await append(journal, names("a", 1_024));
    await append(journal, names("b", 1_024));
    await append(journal, names("c", 500));
    expect(troubleOf(journal)).toEqual({ status: "full", heldBytes: MEGABYTE, droppedClicks: 500 });
    await until(() => entries.length === 2);
    await append(journal, names("d", 500));
    journal.seal();
    for (const name of listSegments(folder)) rmSync(join(folder, name));
    await until(() => journal.state().status === "ok");
    await until(() => entries.length === 3);
    expect(namesIn(folder)).toEqual(names("b", 1_024));
    expect(entries).toMatchObject([
      { level: 50, msg: expect.stringContaining("no room"), droppedClicks: 0 },
      { level: 50, msg: expect.stringContaining("dropped"), droppedClicks: 500 },
      { level: 30, msg: "the journal is written again", droppedClicks: 1_000, heldBytes: 0 },
    ]);
  });

  test("what an earlier process left counts", async () => {
    const { journal, folder } = open(MEGABYTE);
    await append(journal, names("a", 1_000));
    await journal.close();
    const { journal: next } = open(MEGABYTE, folder);
    expect(next.state()).toMatchObject({ bytes: 1_000 * 1_024, segments: 1, limitBytes: MEGABYTE });
    expect(next.state().oldestAt).toBeGreaterThan(Date.now() - 60_000);
    await append(next, names("b", 25));
    expect(troubleOf(next)).toEqual({ status: "full", heldBytes: 1_024, droppedClicks: 0 });
  });
});

const disk = mountTinyDisk(64);
const folder = disk?.folder ?? "";
afterEach(() => {
  if (disk) for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});
afterAll(() => disk?.close());

describe.skipIf(disk === null)("with a disk of 64 KB (needs the right to mount)", () => {
  const fill = (kilobytes: number) =>
    writeFileSync(join(folder, "ballast"), new Uint8Array(kilobytes * 1024));

  // Once by our own count of what is free, once by the disk's refusal.
  test.each([
    ["full", null],
    ["failing", MEGABYTE],
  ])(
    "that is full (%s): no line is torn, doubled or lost, and all are in order",
    async (status, maxBytes) => {
      fill(50);
      const { journal, entries } = open(maxBytes, folder);
      const written = names("line", 40);
      for (const name of written) {
        await append(journal, [name]);
        expect(namesIn(folder)).toEqual(written.slice(0, namesIn(folder).length));
      }
      expect(entries).toMatchObject([{ level: 50, msg: expect.stringContaining("memory") }]);
      const whole = namesIn(folder).length;
      expect(whole).toBeGreaterThan(8);
      expect(troubleOf(journal)).toEqual({
        status: status as never,
        heldBytes: (40 - whole) * 1024,
        droppedClicks: 0,
      });
      rmSync(join(folder, "ballast"));
      await append(journal, ["last"]);
      await until(() => journal.state().status === "ok");
      expect(namesIn(folder)).toEqual([...written, "last"]);
      expect(troubleOf(journal)).toEqual({ status: "ok", heldBytes: 0, droppedClicks: 0 });
    },
  );

  test("a fifth of what is free is left to others, and the share follows what they take", async () => {
    const { journal } = open(null, folder);
    expect(journal.state().limitBytes).toBe(Math.floor(64 * 1_024 * 0.8));
    fill(32);
    await until(() => journal.state().limitBytes === Math.floor(32 * 1_024 * 0.8));
  });

  test("a part of a line that found room is taken back", async () => {
    const { journal } = open(MEGABYTE, folder);
    await journal.append(lineOf("one\n"));
    await journal.append(lineOf(`${"x".repeat(100_000)}\n`));
    expect(namesIn(folder)).toEqual(["one"]);
    expect(troubleOf(journal)).toEqual({ status: "failing", heldBytes: 100_001, droppedClicks: 0 });
  });

  test("a journal opens where nothing has room any more, and holds what comes", async () => {
    const { journal } = open(null, folder);
    await append(journal, names("a", 5));
    await journal.close();
    expect(() => fill(64)).toThrow("ENOSPC");
    const { journal: next } = open(null, folder);
    await append(next, names("b", 5));
    expect(troubleOf(next)).toEqual({ status: "full", heldBytes: 5 * 1_024, droppedClicks: 0 });
    rmSync(join(folder, "ballast"));
    await until(() => next.state().status === "ok");
    expect(namesIn(folder)).toEqual([...names("a", 5), ...names("b", 5)]);
  });
});

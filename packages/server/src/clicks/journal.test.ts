import { afterEach, describe, expect, test } from "bun:test";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { lineOf } from "../../../../test/clicks.ts";
import { temporaryFolder, until } from "../../../../test/engines.ts";
import { type Journal, openJournal } from "./journal.ts";
import { countSegmentLines, listSegments, newSegmentName, tokenOf } from "./segments.ts";

const MEGABYTE = 1024 * 1024;
const opened: Journal[] = [];
afterEach(() => {
  for (const journal of opened.splice(0)) void journal.close();
});
const readSegment = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");
const WELL = { isWriting: true, heldBytes: 0, lostLines: 0 };

function open(folder = join(temporaryFolder(), "journal"), fsyncMs = 60_000) {
  const errors: unknown[] = [];
  const journal = openJournal({ folder, fsyncMs, onError: (error) => errors.push(error) });
  opened.push(journal);
  return { journal, folder, errors };
}

/** Everything in the folder, oldest first. */
function contentOf(folder: string): string {
  return listSegments(folder)
    .map((name) => readSegment(folder, name))
    .join("");
}

describe("append", () => {
  test("resolves once the line is in the file", async () => {
    const { journal, folder } = open();
    for (const line of ["one\n", "two\n", "three\n"]) {
      await journal.append(lineOf(line)).then(() => expect(contentOf(folder)).toEndWith(line));
    }
    expect(contentOf(folder)).toBe("one\ntwo\nthree\n");
  });

  test("writes nothing before the turn ends, and all lines of the turn at once, in order", async () => {
    const { journal, folder } = open();
    const lines = Array.from({ length: 1_000 }, (_, index) => `line ${index}\n`);
    const promises = lines.map((line) => journal.append(lineOf(line)));
    expect(contentOf(folder)).toBe("");
    expect(new Set(promises).size).toBe(1);
    await promises[0];
    expect(contentOf(folder)).toBe(lines.join(""));
  });

  test("a line that comes while the turn ends is not forgotten", async () => {
    const { journal, folder } = open();
    const first = journal.append(lineOf("one\n"));
    const second = first.then(() => journal.append(lineOf("two\n")));
    await Promise.all([first, second]);
    expect(contentOf(folder)).toBe("one\ntwo\n");
  });

  test("keeps what is not ASCII, byte for byte", async () => {
    const { journal, folder } = open();
    await journal.append(lineOf('{"city":"Zürich 😀"}\n'));
    expect(contentOf(folder)).toBe('{"city":"Zürich 😀"}\n');
  });

  test("with fsync at every turn, works as well", async () => {
    const { journal, folder, errors } = open(undefined, 0);
    await journal.append(lineOf("one\n"));
    await journal.append(lineOf("two\n"));
    expect([contentOf(folder), errors]).toEqual(["one\ntwo\n", []]);
  });
});

describe("sealing", () => {
  test("closes the segment for good; the next line begins another", async () => {
    const { journal, folder } = open();
    expect(journal.openSegment()).toBeNull();
    journal.seal();
    expect(listSegments(folder)).toEqual([]);
    await journal.append(lineOf("one\n"));
    const first = journal.openSegment();
    expect(listSegments(folder)).toEqual([first ?? ""]);
    journal.seal();
    expect(journal.openSegment()).toBeNull();
    await journal.append(lineOf("two\n"));
    expect(journal.openSegment()).not.toBe(first);
    expect(readSegment(folder, first ?? "")).toBe("one\n");
    expect(contentOf(folder)).toContain("two\n");
  });

  test("happens by itself at 8 MB, with no line torn or lost", async () => {
    const { journal, folder } = open();
    const line = `${"x".repeat(99_999)}\n`;
    for (let count = 0; count < 200; count++) await journal.append(lineOf(line));
    const sizes = listSegments(folder).map((name) => statSync(join(folder, name)).size);
    expect(sizes.sort((a, b) => b - a)).toEqual([8_400_000, 8_400_000, 3_200_000]);
    for (const name of listSegments(folder)) {
      expect(
        readSegment(folder, name)
          .split("\n")
          .every((each) => each === "" || `${each}\n` === line),
      ).toBe(true);
    }
  });

  test("close writes what waits, and ends the segment", async () => {
    const { journal, folder } = open();
    const appended = journal.append(lineOf("one\n"));
    await journal.close();
    await appended;
    expect([contentOf(folder), journal.openSegment()]).toEqual(["one\n", null]);
  });
});

describe("names of segments", () => {
  test("are all different and sort by time", async () => {
    const names = Array.from({ length: 10_000 }, newSegmentName);
    expect(new Set(names).size).toBe(10_000);
    const earlier = newSegmentName();
    await Bun.sleep(3);
    expect(newSegmentName() > earlier).toBe(true);
  });

  test("are tokens without their suffix", () => {
    const folder = temporaryFolder();
    const name = newSegmentName();
    writeFileSync(join(folder, name), "one\n");
    expect([readSegment(folder, name), countSegmentLines(folder, name)]).toEqual(["one\n", 1]);
    expect(tokenOf(name)).toBe(name.replace(".jsonl", ""));
    expect(tokenOf(name)).toMatch(/^[\w-]+$/);
  });

  test("are told from other files", () => {
    const folder = temporaryFolder();
    const names = [newSegmentName(), "lock", "a.jsonl.tmp"];
    for (const name of names) writeFileSync(join(folder, name), "");
    mkdirSync(join(folder, "damaged"));
    expect(listSegments(folder)).toEqual(names.slice(0, 1));
  });
});

describe("what an earlier process left behind", () => {
  const leftovers = (...contents: string[]) => {
    const folder = temporaryFolder();
    for (const content of contents) writeFileSync(join(folder, newSegmentName()), content);
    return folder;
  };

  test.each([
    ["one\ntwo\n", "one\ntwo\n"],
    ["one\ntwo", "one\n"],
    ["torn", ""],
    ["", ""],
    ["\n", "\n"],
    ['{"city":"Z\u00fc', ""],
  ])("%j is cut to %j", (content, whole) => {
    const { folder } = open(leftovers(content));
    expect(contentOf(folder)).toBe(whole);
  });

  test("a letter torn in the middle goes with its line", () => {
    const folder = leftovers("one\n");
    const file = join(folder, listSegments(folder)[0] ?? "");
    appendFileSync(file, Buffer.from('{"city":"Zü').subarray(0, -1));
    open(folder);
    expect(readFileSync(file).toString()).toBe("one\n");
  });

  test("is not written to again", async () => {
    const { journal, folder } = open(leftovers("one\n"));
    const [old] = listSegments(folder);
    await journal.append(lineOf("two\n"));
    expect(readSegment(folder, old ?? "")).toBe("one\n");
    expect(listSegments(folder)).toHaveLength(2);
  });

  test("a folder that is not there is made", () => {
    const { folder } = open(join(temporaryFolder(), "a", "b"));
    expect(existsSync(folder)).toBe(true);
  });
});

describe("where the folder is gone", () => {
  const breakFolder = (folder: string) => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file in its place");
  };
  const mendFolder = (folder: string) => {
    rmSync(folder);
    mkdirSync(folder);
  };

  test("clicks are answered, held, and written once and in order when it is back", async () => {
    const { journal, folder, errors } = open();
    breakFolder(folder);
    for (const line of ["one\n", "two\n", "three\n"]) await journal.append(lineOf(line));
    expect(journal.state()).toEqual({ isWriting: false, heldBytes: 14, lostLines: 0 });
    expect(errors.length).toBeGreaterThan(0);
    mendFolder(folder);
    await journal.append(lineOf("four\n"));
    await until(() => journal.state().isWriting);
    expect(contentOf(folder)).toBe("one\ntwo\nthree\nfour\n");
    expect(journal.state()).toEqual(WELL);
    await journal.append(lineOf("five\n"));
    expect(contentOf(folder)).toBe("one\ntwo\nthree\nfour\nfive\n");
  });

  test("what is held goes out by itself, without another click", async () => {
    const { journal, folder } = open(undefined, 10);
    breakFolder(folder);
    await journal.append(lineOf("one\n"));
    mendFolder(folder);
    await until(() => contentOf(folder) === "one\n");
    expect(journal.state().heldBytes).toBe(0);
  });

  test("beyond 64 MB lines are given up, and counted", async () => {
    const { journal, folder } = open();
    breakFolder(folder);
    const line = `${"x".repeat(MEGABYTE - 1)}\n`;
    for (let count = 0; count < 64; count++) await journal.append(lineOf(line));
    expect(journal.state()).toEqual({ isWriting: false, heldBytes: 64 * MEGABYTE, lostLines: 0 });
    await journal.append(lineOf("one\ntwo\n"));
    await until(() => journal.state().lostLines === 66);
    await journal.append(lineOf("three\n"));
    expect(journal.state()).toEqual({ isWriting: false, heldBytes: 6, lostLines: 66 });
    mendFolder(folder);
    await journal.append(lineOf("four\n"));
    await until(() => journal.state().isWriting);
    expect([contentOf(folder), journal.state().lostLines]).toEqual(["three\nfour\n", 66]);
  });

  test("closing gives up without an exception", async () => {
    const { journal, folder, errors } = open();
    breakFolder(folder);
    await journal.append(lineOf("one\n"));
    await journal.close();
    expect(errors.length).toBeGreaterThan(0);
  });
});

const disk = mountTinyDisk();
afterEach(() => {
  if (disk) for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
});

describe.skipIf(disk === null)("with a disk of 64 KB that is full (needs the right to mount)", () => {
  const fill = (folder: string, kilobytes: number) =>
    writeFileSync(join(folder, "ballast"), new Uint8Array(kilobytes * 1024));
  const line = (name: string) => `${name.padEnd(1_023, ".")}\n`;
  const namesIn = (folder: string): string[] => contentOf(folder).match(/\w+/g) ?? [];

  test("no line is torn, doubled or lost", async () => {
    const { journal, folder, errors } = open(disk ?? "");
    fill(folder, 50);
    const written: string[] = [];
    for (let count = 0; count < 40; count++) {
      await journal.append(lineOf(line(`line${count}`)));
      written.push(`line${count}`);
      expect(contentOf(folder)).toMatch(/^(line\d+\.+\n)*$/);
    }
    expect(errors.length).toBeGreaterThan(0);
    expect(journal.state().heldBytes).toBeGreaterThan(20 * 1024);
    const whole = namesIn(folder).length;
    expect(journal.state().heldBytes).toBe((40 - whole) * 1024);
    rmSync(join(folder, "ballast"));
    await journal.append(lineOf(line("last")));
    await until(() => journal.state().isWriting);
    expect(namesIn(folder)).toEqual([...written, "last"]);
    expect(journal.state()).toEqual(WELL);
  });

  test("a part of a line that found room is taken back", async () => {
    const { journal, folder } = open(disk ?? "");
    await journal.append(lineOf("one\n"));
    await journal.append(lineOf(`${"x".repeat(100_000)}\n`));
    expect(contentOf(folder)).toBe("one\n");
    expect(journal.state()).toEqual({ isWriting: false, heldBytes: 100_001, lostLines: 0 });
  });
});

/** A real disk that is soon full, or null where this user may not mount one. */
function mountTinyDisk(): string | null {
  const folder = temporaryFolder();
  const run = (program: string, ...rest: string[]) =>
    Bun.which(program) !== null && Bun.spawnSync([program, ...rest]).success;
  if (!run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder)) return null;
  // Only the handle holds it from here on, so that it goes with this process, whatever becomes of that.
  const handle = openSync(folder, "r");
  run("umount", "--lazy", folder);
  return `/proc/self/fd/${handle}`;
}

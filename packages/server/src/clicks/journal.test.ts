import { afterEach, describe, expect, test } from "bun:test";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { lineOf } from "../../../../test/clicks.ts";
import { temporaryFolder, until } from "../../../../test/engines.ts";
import { type Journal, openJournal } from "./journal.ts";
import { listSegments, newSegmentName, readContent, sealedName, sealOf, tokenOf } from "./segments.ts";

const MEGABYTE = 1024 * 1024;
const opened: Journal[] = [];
afterEach(() => {
  for (const journal of opened.splice(0)) void journal.close();
});
const readSegment = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");
const WELL = { status: "ok", heldBytes: 0, droppedClicks: 0 } as const;

function open(folder = join(temporaryFolder(), "journal"), fsyncMs = 60_000, maxBytes: number | null = null) {
  const { log, errors, warnings } = collect();
  const journal = openJournal({ folder, fsyncMs, maxBytes, log });
  opened.push(journal);
  return { journal, folder, errors, warnings };
}

/** What the journal tells the operator. */
function collect() {
  const errors: { msg: string; [name: string]: unknown }[] = [];
  const warnings: typeof errors = [];
  const write = (line: string) => {
    const entry = JSON.parse(line);
    if (entry.level >= 40) (entry.level >= 50 ? errors : warnings).push(entry);
  };
  return { log: pino({}, { write }), errors, warnings };
}

/** Of its state, what tells whether clicks are written. */
function troubleOf(journal: Journal) {
  const { status, heldBytes, droppedClicks } = journal.state();
  return { status, heldBytes, droppedClicks };
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

  test("keeps what is not ASCII, byte for byte, and gives each row its sum", async () => {
    const { journal, folder } = open();
    for (const city of ["Zürich 😀", "Kyōto"]) await journal.append(lineOf(`{"city":"${city}"}\n`));
    const lines = ["Zürich 😀", "Kyōto"].map((city) => {
      const crc = Bun.hash.crc32(`{"city":"${city}"}\n`);
      return `{"city":"${city}","crc":${crc}}\n`;
    });
    expect(contentOf(folder)).toBe(lines.join(""));
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
    const [sealed = ""] = listSegments(folder);
    expect([tokenOf(sealed), readSegment(folder, sealed)]).toEqual([tokenOf(first ?? ""), "one\n"]);
    expect(contentOf(folder)).toBe("one\ntwo\n");
  });

  test("writes into the name what is in the segment", async () => {
    const { journal, folder } = open();
    for (const line of ["one\n", "two\n", "three\n"]) await journal.append(lineOf(line));
    expect(sealOf(journal.openSegment() ?? "")).toBeNull();
    journal.seal();
    const [name = ""] = listSegments(folder);
    expect(sealOf(name)).toEqual({ bytes: 14, crc: Bun.hash.crc32("one\ntwo\nthree\n") });
    expect(readContent(folder, name)).toEqual({
      bytes: 14,
      crc: Bun.hash.crc32("one\ntwo\nthree\n"),
      lines: 3,
    });
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
    expect([readSegment(folder, name), readContent(folder, name).lines]).toEqual(["one\n", 1]);
    expect(tokenOf(name)).toBe(name.replace(".jsonl", ""));
    expect(tokenOf(name)).toMatch(/^[\w-]+$/);
  });

  test("are tokens with what is in them, too; the order stays", async () => {
    const [first, second] = [newSegmentName(), await Bun.sleep(3).then(() => newSegmentName())];
    for (const crc of [0, 1, 0xffffffff]) {
      const sealed = sealedName(first, { bytes: 5, crc });
      expect([tokenOf(sealed), sealOf(sealed)]).toEqual([tokenOf(first), { bytes: 5, crc }]);
      expect(sealed < second).toBe(true);
    }
  });

  test("are told from other files", () => {
    const folder = temporaryFolder();
    const names = [newSegmentName(), "lock", "a.jsonl.tmp", "notes.jsonl", "my clicks.jsonl", ".jsonl"];
    for (const name of names) writeFileSync(join(folder, name), "");
    writeFileSync(join(folder, newSegmentName().replace(".jsonl", ".5-xyz.jsonl")), "");
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

  test("is told where it was torn, and only there", () => {
    expect(open(leftovers("one\ntwo", "three\nfo")).warnings).toMatchObject([{ cutBytes: 5 }]);
    expect(open(leftovers("one\n", "")).warnings).toEqual([]);
  });

  test("is not cut where it was sealed: what is wrong there must be found", () => {
    const folder = temporaryFolder();
    const name = sealedName(newSegmentName(), { bytes: 8, crc: 1 });
    writeFileSync(join(folder, name), "one\ntwo");
    expect(open(folder).warnings).toEqual([]);
    expect(readSegment(folder, name)).toBe("one\ntwo");
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
    expect(troubleOf(journal)).toEqual({ status: "failing", heldBytes: 14, droppedClicks: 0 });
    expect(errors.length).toBeGreaterThan(0);
    mendFolder(folder);
    await journal.append(lineOf("four\n"));
    await until(() => journal.state().status === "ok");
    expect(contentOf(folder)).toBe("one\ntwo\nthree\nfour\n");
    expect(troubleOf(journal)).toEqual(WELL);
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

  test("beyond 64 MB new lines are dropped, and counted; what was there is written when it goes again", async () => {
    const { journal, folder, errors } = open();
    breakFolder(folder);
    const lines = Array.from({ length: 64 }, (_, index) => `${`${index} `.padEnd(MEGABYTE - 1, "x")}\n`);
    for (const line of lines) await journal.append(lineOf(line));
    expect(troubleOf(journal)).toEqual({
      status: "failing",
      heldBytes: 64 * MEGABYTE,
      droppedClicks: 0,
    });
    for (let count = 0; count < 1_000; count++) await journal.append(lineOf("two\n"));
    expect(troubleOf(journal)).toEqual({
      status: "failing",
      heldBytes: 64 * MEGABYTE,
      droppedClicks: 1_000,
    });
    await until(() => errors.length === 2);
    mendFolder(folder);
    await until(() => journal.state().status === "ok");
    await journal.append(lineOf("three\n"));
    expect(contentOf(folder) === `${lines.join("")}three\n`).toBe(true);
    expect(errors.map(({ droppedClicks }) => droppedClicks)).toEqual([0, 1_000]);
    // What waited does not make one segment that is larger than others.
    const sizes = listSegments(folder).map((name) => statSync(join(folder, name)).size);
    expect(Math.max(...sizes)).toBeLessThan(10 * MEGABYTE);
  });

  test("closing gives up without an exception", async () => {
    const { journal, folder, errors } = open();
    breakFolder(folder);
    await journal.append(lineOf("one\n"));
    await journal.close();
    expect(errors.length).toBeGreaterThan(0);
  });
});

import { afterEach, describe, expect, test } from "bun:test";
import { appendFileSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { lineOf } from "../../../../test/clicks.ts";
import { temporaryFolder } from "../../../../test/engines.ts";
import { closeLedgers, openLedger } from "../../../../test/ledger.ts";
import { AnalyticsUnavailable, openAnalytics } from "../analytics/client.ts";
import { createIngest, type IngestDependencies } from "./ingest.ts";
import { openJournal } from "./journal.ts";
import { listSegments } from "./segments.ts";

afterEach(closeLedgers);

/** One run of a process that has not seen the journal before. */
const ingest = (dependencies: IngestDependencies) => createIngest(dependencies).run();

const away = openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });

forEachAnalytics("ingest", (suite) => {
  const begin = () => openLedger(suite.analytics);

  describe("every line once", () => {
    test("out of the open segment and of those that wait", async () => {
      const { folder, journal, dependencies, lines, stored, segment } = begin();
      segment(lines(3));
      await journal.append(lineOf(lines(2)));
      await journal.append(lineOf(lines(1)));
      expect(await ingest(dependencies)).toBe(6);
      expect(await stored()).toEqual([6, 6]);
      expect(listSegments(folder)).toEqual([]);
      expect(await ingest(dependencies)).toBe(0);
      expect(await stored()).toEqual([6, 6]);
    });

    test("also what is appended meanwhile", async () => {
      const { journal, dependencies, lines, stored } = begin();
      await journal.append(lineOf(lines(10)));
      const first = ingest(dependencies);
      for (let count = 0; count < 20; count++) await journal.append(lineOf(lines(1)));
      await first;
      await ingest(dependencies);
      expect(await stored()).toEqual([30, 30]);
    });

    test("equal clicks in two segments are two", async () => {
      const { dependencies, lines, stored, segment } = begin();
      const same = lines(4);
      segment(same);
      segment(same);
      expect(await ingest(dependencies)).toBe(8);
      expect(await stored()).toEqual([8, 4]);
    });

    test("an empty segment is no click, and goes", async () => {
      const { folder, dependencies, segment } = begin();
      segment("");
      expect(await ingest(dependencies)).toBe(0);
      expect(listSegments(folder)).toEqual([]);
    });
  });

  describe("where the process ended between insert and removal", () => {
    test.each([
      ["a few clicks", 5, {}],
      ["20,000 clicks", 20_000, {}],
    ])("%s count once", async (_, count, part) => {
      const { folder, dependencies, lines, stored, segment } = begin();
      const name = segment(lines(count, part));
      const copy = join(temporaryFolder(), name);
      copyFileSync(join(folder, name), copy);
      for (let run = 0; run < 3; run++) {
        copyFileSync(copy, join(folder, name));
        await ingest(dependencies);
        expect(await stored()).toEqual([count, count]);
      }
    });

    test("clicks of two months, which the store keeps apart, count once", async () => {
      const { folder, dependencies, lines, stored, segment } = begin();
      const [january, february] = [Date.UTC(2026, 1, 1) - 1, Date.UTC(2026, 1, 1)];
      const name = segment(lines(30, { at: january }) + lines(40, { at: february }));
      const content = readFileSync(join(folder, name));
      await ingest(dependencies);
      writeFileSync(join(folder, name), content);
      await ingest(dependencies);
      expect(await stored()).toEqual([70, 70]);
    });

    test("another connection sends it again: it counts once", async () => {
      const { folder, dependencies, lines, stored, segment } = begin();
      const name = segment(lines(7));
      const content = readFileSync(join(folder, name));
      await ingest(dependencies);
      writeFileSync(join(folder, name), content);
      const analytics = await suite.open();
      await ingest({ ...dependencies, analytics });
      await analytics.close();
      expect(await stored()).toEqual([7, 7]);
    });

    test("a segment is not taken for another one in between", async () => {
      const { folder, dependencies, lines, stored, segment } = begin();
      const first = segment(lines(2));
      const content = readFileSync(join(folder, first));
      for (let count = 0; count < 5; count++) segment(lines(3));
      await ingest(dependencies);
      writeFileSync(join(folder, first), content);
      segment(lines(1));
      await ingest(dependencies);
      expect(await stored()).toEqual([18, 18]);
    });
  });

  describe("while the store is away", () => {
    test("segments stay, are not multiplied, and all arrive later", async () => {
      const { folder, journal, dependencies, lines, stored } = begin();
      const cut = { ...dependencies, analytics: await away };
      for (let run = 0; run < 5; run++) {
        await journal.append(lineOf(lines(2)));
        await expect(ingest(cut)).rejects.toBeInstanceOf(AnalyticsUnavailable);
      }
      expect(listSegments(folder)).toHaveLength(2);
      expect(readdirSync(folder).sort()).toEqual(listSegments(folder));
      expect(await ingest(dependencies)).toBe(10);
      expect(await stored()).toEqual([10, 10]);
      expect(listSegments(folder)).toEqual([]);
    });

    test("a later segment does not overtake the one that failed", async () => {
      const { folder, dependencies, lines, stored, segment } = begin();
      segment(lines(1));
      segment(lines(1));
      await expect(ingest({ ...dependencies, analytics: await away })).rejects.toThrow();
      expect(listSegments(folder)).toHaveLength(2);
      await ingest(dependencies);
      expect(await stored()).toEqual([2, 2]);
    });

    test("a store without our table refuses: nothing is lost or set aside", async () => {
      const { folder, dependencies, lines, stored, segment } = begin();
      const { analytics } = suite;
      segment(lines(3));
      await analytics.command(`rename table ${analytics.clicks} to ${analytics.clicks}_hidden`);
      try {
        await expect(ingest(dependencies)).rejects.toThrow(/does not exist|UNKNOWN_TABLE/);
      } finally {
        await analytics.command(`rename table ${analytics.clicks}_hidden to ${analytics.clicks}`);
      }
      expect(readdirSync(folder)).toEqual(listSegments(folder));
      await ingest(dependencies);
      expect(await stored()).toEqual([3, 3]);
    });
  });

  describe("a damaged line costs itself alone", () => {
    const good = '"class":"human"';
    const DAMAGED: [string, string | Buffer][] = [
      ["zero bytes", "\0".repeat(64)],
      ["zero bytes before a click", `\0\0\0{${good}}`],
      ["half a JSON", '{"workspace":"ws_1","slug":"ha'],
      ["the other half", 'lf","at":1}'],
      ["no object", "null"],
      ["a list", "[1]"],
      ["a time that is none", `{"at":"yesterday",${good}}`],
      ["a number with a sign", `{"nonce":-1,${good}}`],
      ["half a number", `{"at":1.5,${good}}`],
      ["half a letter, as JSON writes it", `{"city":"\\ud83d",${good}}`],
      ["the end of a statement", ";"],
      ["another statement", "; drop table clicks"],
      ["noise", Buffer.from([0xff, 0xfe, 0x80, 0x00, 0xc3])],
    ];

    test.each(DAMAGED)("%s", async (_, damaged) => {
      const { folder, dependencies, lines, stored, segment, logged } = begin();
      const parts = [lines(2), damaged, "\n", lines(3)].map((part) => Buffer.from(part));
      const name = segment(Buffer.concat(parts));
      const content = readFileSync(join(folder, name));
      await ingest(dependencies);
      expect(await stored()).toEqual([5, 5]);
      expect(listSegments(folder)).toEqual([]);
      const aside = readFileSync(join(folder, "damaged", name.replace(".jsonl", ".txt")), "utf8");
      expect(aside).toBe(`${damaged}\n`);
      expect(logged).toMatchObject([{ level: 50, lines: 1 }]);
      writeFileSync(join(folder, name), content);
      await ingest(dependencies);
      expect(await stored()).toEqual([5, 5]);
    });

    test.each(["\n", "\n\n\n", "  \n", "\t\n\n"])("an empty line (%j) is nothing", async (empty) => {
      const { folder, dependencies, lines, stored, segment } = begin();
      segment(empty + lines(2) + empty + lines(3) + empty);
      await ingest(dependencies);
      expect(await stored()).toEqual([5, 5]);
      expect(readdirSync(folder)).toEqual([]);
    });

    test("letters that are no UTF-8 cost only themselves", async () => {
      const { dependencies, lines, stored, segment } = begin();
      const content = Buffer.from(lines(3, { city: "Zürich" }));
      content[content.indexOf("ü")] = 0xff;
      segment(content);
      await ingest(dependencies);
      expect(await stored()).toEqual([3, 3]);
    });

    test("numbers past their columns do not hold up the others", async () => {
      const { folder, dependencies, lines, stored, segment } = begin();
      const most = Number.MAX_SAFE_INTEGER;
      const odd = [{ at: most }, { nonce: most }, { asn: most }, { visitor: most }, {}].map((row) =>
        JSON.stringify(row),
      );
      segment(`${odd.join("\n")}\n${lines(2)}`);
      await ingest(dependencies);
      expect(await stored()).toEqual([2, 2]);
      expect(listSegments(folder)).toEqual([]);
    });

    test("a segment of nothing else goes, too", async () => {
      const { folder, dependencies, segment, logged } = begin();
      segment("\0\0\0\n{\n");
      expect(await ingest(dependencies)).toBe(0);
      expect(listSegments(folder)).toEqual([]);
      expect(logged).toMatchObject([{ lines: 2 }]);
    });

    test("with zeros where a crash left them: the rest of an old segment arrives", async () => {
      const { folder, dependencies, lines, stored, segment } = begin();
      const name = segment(lines(2));
      appendFileSync(join(folder, name), Buffer.alloc(4_096));
      openJournal({ folder, fsyncMs: 60_000, log: dependencies.log }).close();
      await ingest(dependencies);
      expect(await stored()).toEqual([2, 2]);
    });
  });
});

import { afterEach, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { closeLedgers, type Ledger, openLedger } from "../../../../test/ledger.ts";
import { listSegments } from "./segments.ts";

afterEach(closeLedgers);

const QUARTER_MS = 92 * 86_400_000;

forEachAnalytics("a segment that the click store does not take", (suite) => {
  const begin = () => openLedger(suite.analytics);
  /** Clicks of so many quarters that no server takes them at once, though each of them is whole. */
  const poison = (ledger: Ledger) =>
    ledger.segment(
      Array.from({ length: 150 }, (_, quarter) =>
        ledger.lines(1, { at: Date.UTC(2000, 0, 15) + quarter * QUARTER_MS }),
      ).join(""),
    );

  test("does not hold up those after it, is tried again and again, and set aside at last: told and counted", async () => {
    const ledger = begin();
    const name = poison(ledger);
    const content = readFileSync(join(ledger.folder, name), "utf8");
    for (let run = 1; run <= 12; run++) {
      await ledger.append(3);
      await ledger.ingest.run();
      expect(await ledger.stored()).toEqual([3 * run, 3 * run]);
      if (run === 9) expect(listSegments(ledger.folder)).toEqual([name]);
    }
    expect(ledger.ingest.counts).toMatchObject({ clicks: 36, refusedSegments: 1 });
    expect(listSegments(ledger.folder)).toEqual([]);
    expect(readFileSync(join(ledger.folder, "refused", name), "utf8")).toBe(content);
    expect(ledger.logged.filter(({ level }) => level >= 50)).toMatchObject([
      { msg: expect.stringContaining("journal/refused") },
    ]);
  });

  test("waits for ever where the store takes nothing else: it may be the store", async () => {
    const ledger = begin();
    const name = poison(ledger);
    for (let run = 0; run < 15; run++) await expect(ledger.ingest.run()).rejects.toThrow();
    expect(listSegments(ledger.folder)).toEqual([name]);
    await ledger.append(1);
    await ledger.ingest.run();
    expect(await ledger.stored()).toEqual([1, 1]);
  });

  test("is among a hundred good ones: all of those arrive at once", async () => {
    const ledger = begin();
    for (let index = 0; index < 110; index++) {
      if (index % 40 === 5) poison(ledger);
      ledger.segment(ledger.lines(2));
    }
    expect(await ledger.ingest.run()).toBe(220);
    expect(await ledger.stored()).toEqual([220, 220]);
    expect(listSegments(ledger.folder)).toHaveLength(3);
    // The operator sees that it gets on.
    expect(ledger.logged).toContainEqual(expect.objectContaining({ level: 30, segments: 13, ingested: 194 }));
  });

  test("a store without our table refuses all: nothing is set aside however long it lasts, and all arrives later", async () => {
    const ledger = begin();
    const { analytics } = suite;
    for (let index = 0; index < 30; index++) ledger.segment(ledger.lines(2));
    await analytics.command(`rename table ${analytics.clicks} to ${analytics.clicks}_hidden`);
    try {
      for (let run = 0; run < 20; run++)
        await expect(ledger.ingest.run()).rejects.toThrow(/does not exist|UNKNOWN_TABLE/);
    } finally {
      await analytics.command(`rename table ${analytics.clicks}_hidden to ${analytics.clicks}`);
    }
    expect(readdirSync(ledger.folder).sort()).toEqual(listSegments(ledger.folder));
    expect(await ledger.ingest.run()).toBe(60);
    expect(await ledger.stored()).toEqual([60, 60]);
  });

  test("whoever stops is not kept waiting by what is left: it ends between two segments, and loses none", async () => {
    const ledger = begin();
    const names = Array.from({ length: 5 }, () => ledger.segment(ledger.lines(2)));
    await ledger.append(1);
    const stopping = new AbortController();
    const running = ledger.ingest.run(stopping.signal);
    while (ledger.ingest.counts.clicks === 0) await new Promise(setImmediate);
    stopping.abort();
    const taken = await running;
    expect([2, 4]).toContain(taken);
    expect(listSegments(ledger.folder).filter((name) => names.includes(name))).toEqual(
      names.slice(taken / 2),
    );
    expect(ledger.journal.openSegment()).not.toBeNull();
    expect(await ledger.ingest.run()).toBe(11 - taken);
    expect(await ledger.stored()).toEqual([11, 11]);
  });
});

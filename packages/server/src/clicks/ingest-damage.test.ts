import { afterEach, describe, expect, test } from "bun:test";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { lineOf } from "../../../../test/clicks.ts";
import { closeLedgers, type Ledger, openLedger } from "../../../../test/ledger.ts";
import { openAnalytics } from "../analytics/client.ts";
import { openJournal } from "./journal.ts";
import { listSegments, newSegmentName, sealedName, tokenOf } from "./segments.ts";

afterEach(closeLedgers);

/** Changes the bytes of a file. */
function change(file: string, work: (bytes: Buffer) => Uint8Array): void {
  writeFileSync(file, work(readFileSync(file)));
}

function asideOf({ folder }: Ledger, name: string): string {
  return readFileSync(join(folder, "damaged", `${tokenOf(name)}.txt`), "utf8");
}

forEachAnalytics("damage to the journal", (suite) => {
  const begin = () => openLedger(suite.analytics);

  /** Fifty clicks in a sealed segment of fifty lines. */
  async function sealed(ledger: Ledger): Promise<{ name: string; file: string }> {
    await ledger.append(50);
    const name = ledger.seal();
    return { name, file: join(ledger.folder, name) };
  }

  test("none: what the journal wrote is taken as it is", async () => {
    const ledger = begin();
    await sealed(ledger);
    expect(await ledger.ingest.run()).toBe(50);
    expect(await ledger.stored()).toEqual([50, 50]);
    expect(ledger.logged).toEqual([]);
    expect(ledger.ingest.counts).toEqual({
      clicks: 50,
      damagedLines: 0,
      missingBytes: 0,
      refusedSegments: 0,
    });
    expect(readdirSync(ledger.folder)).toEqual([]);
  });

  test("a flipped digit, which is valid JSON, costs its line alone; it is told, counted and kept", async () => {
    const ledger = begin();
    const { name, file } = await sealed(ledger);
    change(file, (bytes) => Buffer.from(bytes.toString().replace(/"asn":23,/, '"asn":73,')));
    expect(await ledger.ingest.run()).toBe(49);
    expect(await ledger.stored()).toEqual([49, 49]);
    expect(ledger.logged).toMatchObject([{ level: 50, lines: 1 }]);
    expect(ledger.ingest.counts.damagedLines).toBe(1);
    expect(asideOf(ledger, name)).toContain('"asn":73,');
    expect(readdirSync(ledger.folder)).toEqual(["damaged"]);
  });

  test("the same in a segment that no process sealed", async () => {
    const ledger = begin();
    const { name, file } = await sealed(ledger);
    const left = ledger.segment(
      readFileSync(file)
        .toString()
        .replace(/"asn":23,/, '"asn":73,'),
    );
    expect(await ledger.ingest.run()).toBe(99);
    expect(asideOf(ledger, left)).toContain('"asn":73,');
    expect(() => asideOf(ledger, name)).toThrow();
  });

  test("any flipped bit of a segment is noticed, and costs one line, or two where it was their border", async () => {
    const ledger = begin();
    await ledger.append(200);
    const path = join(ledger.folder, ledger.seal());
    const bytes = readFileSync(path);
    let state = 12_345;
    const places = new Set<number>();
    while (places.size < 20) {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      places.add(state % bytes.length);
    }
    for (const place of places) bytes[place] = (bytes[place] ?? 0) ^ (1 << (place % 8));
    writeFileSync(path, bytes);
    const clicks = await ledger.ingest.run();
    expect(clicks).toBeGreaterThanOrEqual(200 - 2 * places.size);
    expect(clicks).toBeLessThan(200);
    const { damagedLines } = ledger.ingest.counts;
    // A flip in the name of a sum leaves a row as good as it was.
    expect(damagedLines).toBeGreaterThan(places.size / 2);
    expect(await ledger.stored()).toEqual([clicks, clicks]);
  });

  test("a segment cut in a line: the line goes, the rest is taken, and how much is missing is told", async () => {
    const ledger = begin();
    const { name, file } = await sealed(ledger);
    const { length } = readFileSync(file);
    const lines = readFileSync(file, "utf8").split("\n");
    truncateSync(file, length - (lines.at(-2) ?? "").length - 11);
    expect(await ledger.ingest.run()).toBe(48);
    expect(await ledger.stored()).toEqual([48, 48]);
    expect(ledger.ingest.counts).toMatchObject({
      damagedLines: 1,
      missingBytes: (lines.at(-2) ?? "").length + 11,
    });
    expect(ledger.logged).toMatchObject([
      { lines: 1 },
      { level: 50, msg: expect.stringContaining("missing") },
    ]);
    expect(asideOf(ledger, name)).toStartWith('{"');
  });

  test("a segment cut between two lines, which nothing else would tell", async () => {
    const ledger = begin();
    const { file } = await sealed(ledger);
    const bytes = readFileSync(file);
    const at = bytes.lastIndexOf("\n", bytes.length - 2) + 1;
    truncateSync(file, at);
    expect(await ledger.ingest.run()).toBe(49);
    expect(ledger.ingest.counts).toMatchObject({ damagedLines: 0, missingBytes: bytes.length - at });
    expect(ledger.logged).toMatchObject([{ level: 50, bytes: bytes.length - at }]);
  });

  test("zeros in the middle and at the end, as a power cut leaves them", async () => {
    const ledger = begin();
    const { file } = await sealed(ledger);
    change(file, (bytes) => {
      const start = bytes.indexOf("\n", bytes.length / 2) + 1;
      return bytes.fill(0, start, start + 10).fill(0, bytes.lastIndexOf("\n", bytes.length - 2) + 1);
    });
    expect(await ledger.ingest.run()).toBe(48);
    expect(await ledger.stored()).toEqual([48, 48]);
    expect(ledger.ingest.counts.damagedLines).toBe(2);
  });

  test("zeros after what an open segment held are no clicks", async () => {
    const ledger = begin();
    const { file } = await sealed(ledger);
    const left = ledger.segment(readFileSync(file));
    appendFileSync(join(ledger.folder, left), Buffer.alloc(4_096));
    void openJournal({ folder: ledger.folder, fsyncMs: 60_000, log: ledger.dependencies.log }).close();
    expect(await ledger.ingest.run()).toBe(100);
    expect(ledger.logged).toMatchObject([{ level: 40, cutBytes: 4_096 }]);
  });

  test("a segment of garbage, an empty one, one that lost everything: the others go on", async () => {
    const ledger = begin();
    ledger.segment(crypto.getRandomValues(new Uint8Array(10_000)));
    ledger.segment("");
    writeFileSync(join(ledger.folder, sealedName(newSegmentName(), { bytes: 1_000, crc: 7 })), "");
    await sealed(ledger);
    expect(await ledger.ingest.run()).toBe(50);
    expect(await ledger.stored()).toEqual([50, 50]);
    expect(ledger.ingest.counts.damagedLines).toBeGreaterThan(0);
    expect(ledger.ingest.counts.missingBytes).toBe(1_000);
    expect(listSegments(ledger.folder)).toEqual([]);
  });

  test("files of others stay where they are, and hold up nobody", async () => {
    const ledger = begin();
    const foreign = ["notes.jsonl", "my clicks.jsonl", "README", "core.1234"];
    for (const name of foreign) writeFileSync(join(ledger.folder, name), "not ours\n");
    mkdirSync(join(ledger.folder, "lost+found"));
    await sealed(ledger);
    expect(await ledger.ingest.run()).toBe(50);
    expect(readdirSync(ledger.folder).sort()).toEqual([...foreign, "lost+found"].sort());
    expect(ledger.logged).toEqual([]);
  });

  test("a damaged segment that comes again counts once, and is kept once", async () => {
    const ledger = begin();
    const { name, file } = await sealed(ledger);
    change(file, (bytes) => Buffer.from(bytes.toString().replace(/"asn":7,/, '"asn":8,')));
    const content = readFileSync(file);
    for (let run = 0; run < 3; run++) {
      writeFileSync(file, content);
      await ledger.ingest.run();
      expect(await ledger.stored()).toEqual([49, 49]);
    }
    expect(asideOf(ledger, name).split("\n")).toHaveLength(2);
  });
});

describe("where the store is away", () => {
  test("damage is told once the segment is taken, not at every attempt", async () => {
    const ledger = openLedger(await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" }));
    await ledger.journal.append(lineOf(ledger.lines(1)));
    const name = ledger.seal();
    change(join(ledger.folder, name), () => Buffer.from("garbage\n{}\n"));
    for (let run = 0; run < 3; run++) await expect(ledger.ingest.run()).rejects.toThrow("does not answer");
    expect(ledger.logged).toEqual([]);
    expect(ledger.ingest.counts).toMatchObject({ damagedLines: 0, missingBytes: 0 });
  });
});

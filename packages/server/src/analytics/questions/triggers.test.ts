import { beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { forEachAnalytics } from "../../../../../test/analytics.ts";
import { click, countsOf, fileOf, linesOf } from "../../../../../test/clicks.ts";
import type { Key } from "../keys.ts";
import type { ClickRow } from "../row.ts";
import { COLUMNS, type ColumnDimension, type Selection } from "../where.ts";
import { askGroups } from "./groups.ts";
import { askLinkClicks } from "./link-clicks.ts";
import { askSingleClicks } from "./single-clicks.ts";
import { askTotals } from "./totals.ts";

const NOON = Date.UTC(2026, 0, 15, 12);
const all: Selection = {
  ...{ workspaceId: "ws_1", start: NOON - 1_000, end: NOON + 1_000 },
  ...{ includeBots: false, filters: {} },
};
const BY_THE_CLOCK = ["hour", "weekday", "hourOfWeek"];
const DIMENSIONS = (Object.keys(COLUMNS) as ColumnDimension[]).filter((name) => !BY_THE_CLOCK.includes(name));
const ROW_NAMES: Partial<Record<ColumnDimension, keyof ClickRow>> = { deviceModel: "device_model" };

/** The dimension's value as it should be, told by hand. */
function cellOf(row: ClickRow, dimension: ColumnDimension): string {
  if (dimension === "trigger") return row.trigger || "link";
  const cell = row[ROW_NAMES[dimension] ?? (dimension as keyof ClickRow)];
  return cell === 0 ? "" : String(cell);
}

const NAMES = ["a", "b, it's", "", "ünï 😀"];
const name = fc.constantFrom(...NAMES);
const oddClick = fc
  .record({
    link: fc.constantFrom("lnk_1", "lnk_2", "lnk_3"),
    trigger: fc.constantFrom("", "", "qr", "open", "orphan"),
    ...{
      slug: name,
      domain: fc.constantFrom("", "dom_1", "dom_2"),
      rule: name,
      variant: name,
      country: name,
    },
    ...{ class: fc.constantFrom("human", "human", "bot"), visitor: fc.integer({ min: 0, max: 6 }) },
    at: fc.integer({ min: NOON - 1_500, max: NOON + 1_500 }),
    workspace: fc.constantFrom("ws_1", "ws_1", "ws_1", "ws_2"),
  } as const)
  .map(click);
const values = fc.uniqueArray(fc.constantFrom(...NAMES, "dom_1", "link", "qr", "open", "orphan", "lnk_2"), {
  maxLength: 3,
});
const filter = fc.record({ include: values, exclude: values });
const selections = fc.record({
  includeBots: fc.boolean(),
  filters: fc.record(
    { slug: filter, domain: filter, trigger: filter, rule: filter, variant: filter, link: filter },
    { requiredKeys: [] },
  ),
});

forEachAnalytics("clicks, scans and opens", (suite) => {
  let rows: ClickRow[];
  beforeAll(async () => {
    rows = fc.sample(oddClick, { numRuns: 600, seed: 11 });
    await suite.analytics.insertClicks(fileOf(linesOf(rows)), "triggers");
  });

  /** The visits that the question should be about. */
  const selected = ({ workspaceId, start, end, includeBots, filters }: Selection) =>
    rows
      .filter((row) => row.workspace === workspaceId && row.at >= start && row.at < end)
      .filter((row) => row.trigger !== "orphan" && (includeBots || row.class === "human"))
      .filter((row) =>
        Object.entries(filters).every(([dimension, { include, exclude }]) => {
          const value = cellOf(row, dimension as ColumnDimension);
          return (include.length === 0 || include.includes(value)) && !exclude.includes(value);
        }),
      );
  const ask = async (selection: Selection, key: Key) =>
    (await askGroups(suite.analytics, selection, { keys: [key], limit: 100 })).map(
      ({ values: [value], counts }) => ({ value, ...counts }),
    );
  const grouped = (selection: Selection, dimension: ColumnDimension) =>
    [...Map.groupBy(selected(selection), (row) => cellOf(row, dimension))]
      .map(([value, those]) => ({ value, ...countsOf(those) }))
      .sort(
        (a, b) =>
          b.clicks + b.scans - a.clicks - a.scans ||
          Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)),
      );

  test("are counted apart, and orphan visits not at all", async () => {
    const totals = await askTotals(suite.analytics, all);
    expect(totals).toEqual(countsOf(selected(all)));
    for (const count of Object.values(totals)) expect(count).toBeGreaterThan(0);
  });

  test("are what a count by hand gives, for any filters, totals and groups", async () => {
    const dimensions = fc.constantFrom(...DIMENSIONS);
    await fc.assert(
      fc.asyncProperty(selections, dimensions, async (part, dimension) => {
        const selection = { ...all, ...part };
        expect(await askTotals(suite.analytics, selection)).toEqual(countsOf(selected(selection)));
        expect(await ask(selection, { dimension })).toEqual(grouped(selection, dimension));
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  test("are grouped by tag as by hand", async () => {
    const pairs = [
      { value: "x", link: "lnk_1" },
      { value: "y", link: "lnk_1" },
      { value: "y", link: "lnk_2" },
    ];
    const groups = await ask(all, { pairs, withNone: false });
    const ofLinks = (...links: string[]) => countsOf(selected(all).filter((row) => links.includes(row.link)));
    expect(groups).toEqual([
      { value: "y", ...ofLinks("lnk_1", "lnk_2") },
      { value: "x", ...ofLinks("lnk_1") },
    ]);
  });

  test("of a link are told apart in lists of links, too", async () => {
    const counts = await askLinkClicks(suite.analytics, "ws_1", ["lnk_1"]);
    const people = rows.filter(
      (row) => row.workspace === "ws_1" && row.link === "lnk_1" && row.class === "human",
    );
    const { clicks, scans } = countsOf(people);
    expect(counts.get("lnk_1")).toEqual({ clicks, scans });
  });

  test("one by one there are no orphan visits, and opens only where asked for", async () => {
    const nonces = (list: ClickRow[]) => list.map((row) => row.nonce).sort((a, b) => a - b);
    expect(nonces(await askSingleClicks(suite.analytics, all))).toEqual(nonces(selected(all)));
    const filters = { trigger: { include: ["link", "qr"], exclude: [] } };
    const followed = await askSingleClicks(suite.analytics, { ...all, filters });
    expect(new Set(followed.map((row) => row.trigger))).toEqual(new Set(["", "qr"]));
  });
});
